using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Cli.Coverage;

/// <summary>Binaries and profiles of a command line, read and combined.</summary>
internal sealed class CoverageSession
{
    private CoverageSession(CoverageRequest request, MappingInput mapping, ProfileInput profile, SourceFilter filter, CoverageReport report)
    {
        Request = request;
        Mapping = mapping.Mapping;
        Profile = profile;
        Filter = filter;
        Report = report;
    }

    public CoverageRequest Request { get; }

    public CoverageMapping Mapping { get; }

    public ProfileInput Profile { get; }

    public SourceFilter Filter { get; }

    /// <summary>Coverage of the files that the command is about.</summary>
    public CoverageReport Report { get; }

    /// <summary>Reads and combines.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="keepsNothing">Source arguments without coverage mean that there is nothing to show (show); otherwise they count as not given (report, export).</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="NothingMeasuredException">There is no profile or no mapping.</exception>
    public static CoverageSession Open(CoverageRequest request, bool keepsNothing, CancellationToken cancellationToken)
    {
        var profile = ProfileInput.Read(request, cancellationToken);
        var mapping = MappingInput.Read(request, cancellationToken);
        WarnOfNewerObjects(request);
        CheckBinaryIds(request, profile, mapping);
        var filter = SourceFilter.Read(request, mapping.Mapping.Files, Console.Error.WriteLine);
        var report = CoverageReport.Create(mapping.Mapping, profile.Counters, Options(request, filter), cancellationToken);
        if (report.Files.Count == 0 && filter.Listed.Count > 0 && !keepsNothing)
        {
            filter.Forget();
            report = CoverageReport.Create(mapping.Mapping, profile.Counters, Options(request, filter), cancellationToken);
        }

        return new CoverageSession(request, mapping, profile, filter, report);
    }

    /// <summary>The files of the result by index, in the order of llvm-cov: as they were named, or else sorted by their paths.</summary>
    public IReadOnlyList<int> FilesInOrder()
    {
        if (Filter.Listed.Count == 0)
        {
            return [.. Enumerable.Range(0, Report.Files.Count)];
        }

        var indexes = Report.Files.Select((path, index) => (path, index)).ToDictionary(file => file.path, file => file.index, StringComparer.Ordinal);
        return [.. Filter.Listed.Where(indexes.ContainsKey).Select(path => indexes[path])];
    }

    private static CoverageOptions Options(CoverageRequest request, SourceFilter filter) => new() { Release = request.Release, IsReported = filter.Takes };

    private static void WarnOfNewerObjects(CoverageRequest request)
    {
        foreach (var path in request.Objects)
        {
            if (request.Profiles.Any(profile => File.Exists(profile) && File.GetLastWriteTimeUtc(path) > File.GetLastWriteTimeUtc(profile)))
            {
                Console.Error.WriteLine($"warning: {path}: profile data may be out of date - object is newer");
            }
        }
    }

    private static void CheckBinaryIds(CoverageRequest request, ProfileInput profile, MappingInput mapping)
    {
        if (request.ChecksBinaryIds && profile.BinaryIds.Except(mapping.BuildIds, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            throw new IOException($"no binary that was given has the build id {string.Join(", ", missing)}, which the profile names");
        }
    }
}
