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
    private readonly List<MappingDiagnostic> _diagnostics = [];
    private readonly CoverageSummarizer? _kept;
    private CoverageMapping? _mapping;
    private CoverageReport? _report;

    private CoverageSource(CoverageQuery query, BinarySet binaries, IndexedProfileTable profile, bool needsViews, CancellationToken cancellationToken)
    {
        Query = query;
        _binaries = binaries;
        _profile = profile;
        _cancellation = cancellationToken;
        _kept = !needsViews && query is { UsesCache: true, IsSourceUnion: false } ? GetKept() : null;
        Summary = SummaryOf(profile);
    }

    /// <summary>What was asked for.</summary>
    public CoverageQuery Query { get; }

    /// <summary>The numbers of the files that count, by the metric that was asked for.</summary>
    public CoverageSummary Summary { get; }

    /// <summary>The same with mapped paths.</summary>
    public ReportedSummary Numbers => ReportedSummary.From(Summary, Summary.MetricName, Query.PathMaps);

    /// <summary>What of the mappings is damaged.</summary>
    public IEnumerable<MappingDiagnostic> Diagnostics => _diagnostics.Where(static diagnostic => diagnostic.Reason != NoData);

    /// <summary>Functions that do not fit.</summary>
    public IReadOnlyList<CoverageMismatch> Mismatches => Summary.MismatchedFunctions + Summary.UnfitFunctions == 0 ? [] : Report.Mismatches;

    /// <summary>Coverage of the files that count; made when it is first asked for.</summary>
    public CoverageReport Report => _report ??= ReportOf(_profile);

    private CoverageMapping Mapping => _mapping ??= _kept is { HasMapping: true } ? _kept.Mapping : Load();

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
            CoverageOutcome.NoFunctions when Mapping.Functions.Count == 0 => "the binaries have no instrumented function",
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

    private CoverageSummary SummaryOf(IndexedProfileTable profile)
    {
        if (_kept is not null)
        {
            return _kept.Summarize(profile).Within(Query.Takes);
        }

        var report = profile == _profile ? Report : ReportOf(profile);
        return Query.IsSourceUnion ? SourceUnion.Summarize(report, _cancellation) : report.Summary;
    }

    private CoverageReport ReportOf(IndexedProfileTable profile) =>
        CoverageReport.Create(Mapping, profile, new CoverageOptions { Release = Query.Release, IsReported = Query.Takes }, _cancellation);

    private CoverageSummarizer GetKept()
    {
        var cache = new MappingCache();
        var summarizer = cache.GetSummarizer(_binaries.Objects, Query.Release, _diagnostics, _cancellation);
        if (cache.Failure is { } failure)
        {
            Query.Warn(DiagnosticCode.CacheUnusable, null, $"decoded mappings cannot be kept: {failure}");
        }

        return summarizer;
    }

    private CoverageMapping Load()
    {
        var mapping = CoverageMapping.Load([.. _binaries.Objects.Select(static item => item.Read())], _cancellation);
        _diagnostics.Clear();
        _diagnostics.AddRange(mapping.Diagnostics);
        return mapping;
    }
}
