using System.Buffers.Binary;
using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.MSBuild;

/// <summary>Binaries and a profile, combined as far as it is needed.</summary>
internal sealed class CoverageSource : IDisposable
{
    private const ulong IndexedMagic = 0x8169666f72706cff;
    private const string NoData = "the object has no coverage data";

    private readonly BinarySet _binaries;
    private readonly IndexedProfileTable _profile;
    private readonly CancellationToken _cancellation;
    private readonly ObjectCoverage _coverage;
    private CoverageReport? _report;

    private CoverageSource(CoverageQuery query, BinarySet binaries, IndexedProfileTable profile, bool needsViews, CancellationToken cancellationToken)
    {
        Query = query;
        _binaries = binaries;
        _profile = profile;
        _cancellation = cancellationToken;
        _coverage = Read(query, binaries, onlyNumbers: !needsViews && !query.IsSourceUnion, cancellationToken);
        Summary = SummaryOf(profile);
    }

    /// <summary>What was asked for.</summary>
    public CoverageQuery Query { get; }

    /// <summary>The numbers of the files that count, by the metric that was asked for.</summary>
    public CoverageSummary Summary { get; }

    /// <summary>The same with mapped paths.</summary>
    public ReportedSummary Numbers => ReportedSummary.From(Summary, Summary.MetricName, Query.PathMaps);

    /// <summary>What of the mappings is damaged.</summary>
    public IEnumerable<MappingDiagnostic> Diagnostics => _coverage.Diagnostics.Where(static diagnostic => diagnostic.Reason != NoData);

    /// <summary>Functions that do not fit.</summary>
    public IReadOnlyList<CoverageMismatch> Mismatches => Summary.MismatchedFunctions + Summary.UnfitFunctions == 0 ? [] : Report.Mismatches;

    /// <summary>Coverage of the files that count; made when it is first asked for.</summary>
    public CoverageReport Report => _report ??= _coverage.ReportOf(_profile, Query.Takes);

    /// <summary>Reads and combines.</summary>
    /// <param name="query">What is wanted.</param>
    /// <param name="needsViews">Lines, regions or functions are wanted, not only numbers of files.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="CovErrorException">There is no profile, or no binary has a mapping.</exception>
    /// <exception cref="MalformedDataException">A file is damaged.</exception>
    public static CoverageSource Open(CoverageQuery query, bool needsViews, CancellationToken cancellationToken)
    {
        var profile = ReadProfile(query.Profile);
        var binaries = BinarySet.Open(query, cancellationToken);
        try
        {
            return new CoverageSource(query, binaries, profile, needsViews, cancellationToken);
        }
        catch
        {
            binaries.Dispose();
            throw;
        }
    }

    /// <summary>The numbers of the same files by another indexed profile.</summary>
    public ReportedSummary NumbersOf(string profile) => ReportedSummary.From(SummaryOf(ReadProfile(profile)), Query.Metric, Query.PathMaps);

    /// <summary>Why nothing was measured; null when something was.</summary>
    public string? WhyEmpty()
    {
        var totals = Summary.Totals;
        if (totals.Functions.Covered + totals.Regions.Covered + totals.Lines.Covered > 0)
        {
            return null;
        }

        var hasCounts = _profile.Summaries.Any(static summary => summary.MaximumCount > 0);
        return CoverageOutcomes.Classify(Report, _profile.BinaryIds, _binaries.BuildIds, hasCounts) switch
        {
            CoverageOutcome.Measured => null,
            CoverageOutcome.NoFunctions when _coverage.Mapping.Functions.Count == 0 => "the binaries have no instrumented function",
            CoverageOutcome.NoFunctions => "CovSourceInclude and CovSourceExclude leave no function",
            CoverageOutcome.NoMatchingBinary => "the profile belongs to other binaries, or to another build of these; run the tests with the binaries that CovBinary names",
            CoverageOutcome.AllZero => Report.Functions().Any(static function => function.ExecutionCount > 0) ? null : "all counters of the binaries' functions are zero: nothing of them was called",
            var other => throw new InvalidOperationException($"unknown outcome {other}"),
        };
    }

    public void Dispose() => _binaries.Dispose();

    private static IndexedProfileTable ReadProfile(string path)
    {
        if (!File.Exists(path))
        {
            throw new CovErrorException(DiagnosticCode.NoProfile, path, "there is no such profile: nothing was merged");
        }

        using var source = new FileByteSource(path);
        Span<byte> start = stackalloc byte[sizeof(ulong)];
        if (source.Length >= start.Length)
        {
            source.Read(0, start);
        }

        if (BinaryPrimitives.ReadUInt64LittleEndian(start) != IndexedMagic)
        {
            throw new CovErrorException(DiagnosticCode.NotIndexed, path, "this is no indexed profile; MergeProfiles makes one of any profiles");
        }

        try
        {
            return new IndexedProfileTable(source);
        }
        catch (MalformedDataException exception)
        {
            throw new CovErrorException(DiagnosticCode.BadProfile, path, CovTask.ReasonOf(exception));
        }
    }

    private static ObjectCoverage Read(CoverageQuery query, BinarySet binaries, bool onlyNumbers, CancellationToken cancellationToken)
    {
        var cache = onlyNumbers && query.UsesCache ? new MappingCache() : null;
        var coverage = new ObjectCoverage(binaries.Objects, query.Release, cache, cancellationToken);
        if (cache?.Failure is { } failure)
        {
            query.Warn(DiagnosticCode.CacheUnusable, null, $"decoded mappings cannot be kept: {failure}");
        }

        return coverage;
    }

    private CoverageSummary SummaryOf(IndexedProfileTable profile)
    {
        var isOwn = profile == _profile;
        return Query.IsSourceUnion ? SourceUnion.Summarize(isOwn ? Report : _coverage.ReportOf(profile, Query.Takes), _cancellation)
            : isOwn && !_coverage.IsKept ? Report.Summary
            : _coverage.SummaryOf(profile, Query.Takes);
    }
}
