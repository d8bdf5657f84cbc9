using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>Binaries and profiles of a command line, read and combined: only as far as it is needed.</summary>
internal sealed class CoverageSession : IDisposable
{
    private readonly MappingInput _input;
    private readonly CancellationToken _cancellation;
    private readonly ObjectCoverage _coverage;
    private CoverageReport? _report;

    private CoverageSession(CoverageRequest request, (MappingInput Input, ObjectCoverage Coverage) binaries, ProfileInput profile, SessionNeeds needs, bool keepsNothing, CancellationToken cancellationToken)
    {
        Request = request;
        Profile = profile;
        (_input, _coverage) = binaries;
        _cancellation = cancellationToken;
        Filter = SourceFilter.Read(request, _coverage.Files, Console.Error.WriteLine);
        Summary = Summarize();
        if (Summary.Files.Count == 0 && Filter.Listed.Count > 0 && !keepsNothing)
        {
            Filter.Forget();
            _report = null;
            Summary = Summarize();
        }

        CoverageSummary Summarize() => needs == SessionNeeds.Views ? Report.Summary : SummaryOf(profile.Counters);
    }

    public CoverageRequest Request { get; }

    /// <summary>Build ids of the binaries.</summary>
    public IReadOnlyList<string> BuildIds => _input.BuildIds;

    public ProfileInput Profile { get; }

    public SourceFilter Filter { get; }

    /// <summary>The numbers of the files that the command is about, by the metric that was asked for.</summary>
    public CoverageSummary Summary { get; }

    /// <summary>The same with mapped paths.</summary>
    public ReportedSummary Numbers => ReportedSummary.From(Summary, Summary.MetricName, Request.PathMaps);

    /// <summary>All paths are text: none has bytes that are no UTF-8.</summary>
    public bool HasPathsOfText => !Summary.Files.Any(file => file.Path.Contains('\ufffd', StringComparison.Ordinal));

    /// <summary>What could not be read of the mappings.</summary>
    public IReadOnlyList<MappingDiagnostic> Diagnostics => _coverage.Diagnostics;

    /// <summary>Functions that do not fit.</summary>
    public IReadOnlyList<CoverageMismatch> Mismatches => Summary.MismatchedFunctions + Summary.UnfitFunctions == 0 ? [] : Report.Mismatches;

    /// <summary>The mapping; read when it is first asked for.</summary>
    public CoverageMapping Mapping => _coverage.Mapping;

    /// <summary>Coverage of the files that the command is about; made when it is first asked for.</summary>
    public CoverageReport Report => _report ??= _coverage.ReportOf(Profile.Counters, Filter.Takes);

    /// <summary>Reads and combines.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="needs">What the command needs.</param>
    /// <param name="keepsNothing">Source arguments without coverage mean that there is nothing to show (show); otherwise they count as not given (report, export).</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="NothingMeasuredException">There is no profile or no mapping.</exception>
    public static CoverageSession Open(CoverageRequest request, SessionNeeds needs, bool keepsNothing, CancellationToken cancellationToken)
    {
        // Reading profiles and reading mappings take about as long. What is wrong with profiles is told first.
        var reading = Task.Run(() => ProfileInput.Read(request, cancellationToken), CancellationToken.None);
        var opening = Task.Run(() => ReadBinaries(request, needs, cancellationToken), CancellationToken.None);
        try
        {
            var profile = reading.GetAwaiter().GetResult();
            var binaries = opening.GetAwaiter().GetResult();
            WarnOfNewerObjects(request);
            CheckBinaryIds(request, profile, binaries.Input);
            return new CoverageSession(request, binaries, profile, needs, keepsNothing, cancellationToken);
        }
        catch
        {
            Task.WaitAny([opening], CancellationToken.None);
            if (opening.IsCompletedSuccessfully)
            {
                opening.Result.Input.Dispose();
            }

            throw;
        }
    }

    /// <summary>The files of the result by index, in the order of llvm-cov: as they were named, or else sorted by their paths.</summary>
    public IReadOnlyList<int> FilesInOrder()
    {
        if (Filter.Listed.Count == 0)
        {
            return [.. Enumerable.Range(0, Summary.Files.Count)];
        }

        var indexes = Summary.Files.Select((file, index) => (file.Path, index)).ToDictionary(file => file.Path, file => file.index, StringComparer.Ordinal);
        return [.. Filter.Listed.Where(indexes.ContainsKey).Select(path => indexes[path])];
    }

    /// <summary>The numbers of the same files by another profile.</summary>
    public ReportedSummary NumbersOf(ICounterSource profile, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ReportedSummary.From(SummaryOf(profile), Request.Metric, Request.PathMaps);
    }

    public void Dispose() => _input.Dispose();

    private static (MappingInput Input, ObjectCoverage Coverage) ReadBinaries(CoverageRequest request, SessionNeeds needs, CancellationToken cancellationToken)
    {
        var input = MappingInput.Open(request, cancellationToken);
        try
        {
            var cache = needs == SessionNeeds.Numbers && request is { UsesCache: true, IsSourceUnion: false } ? new MappingCache() : null;
            var coverage = new ObjectCoverage(input.Objects, request.Release, cache, cancellationToken);
            if (cache?.Failure is { } failure)
            {
                Console.Error.WriteLine($"warning: decoded mappings cannot be kept: {failure}");
            }

            // Reads the mapping where none is kept.
            _ = coverage.Files;
            return (input, coverage);
        }
        catch
        {
            input.Dispose();
            throw;
        }
    }

    private CoverageSummary SummaryOf(ICounterSource profile)
    {
        var isOwn = profile == Profile.Counters;
        return Request.IsSourceUnion ? SourceUnion.Summarize(isOwn ? Report : _coverage.ReportOf(profile, Filter.Takes), _cancellation)
            : isOwn && !_coverage.IsKept ? Report.Summary
            : _coverage.SummaryOf(profile, Filter.Takes);
    }

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

    private static void CheckBinaryIds(CoverageRequest request, ProfileInput profile, MappingInput input)
    {
        if (request.ChecksBinaryIds && profile.BinaryIds.Except(input.BuildIds, StringComparer.Ordinal).ToList() is { Count: > 0 } missing)
        {
            throw new IOException($"no binary that was given has the build id {string.Join(", ", missing)}, which the profile names");
        }
    }
}
