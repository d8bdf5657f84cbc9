using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>
/// Coverage of some objects by one profile and another, read only as far as it is needed: numbers of files come from a kept mapping where a cache is given, everything else from
/// the mapping itself. Not thread-safe.
/// </summary>
public sealed class ObjectCoverage
{
    private readonly IReadOnlyList<MappingObject> _objects;
    private readonly CancellationToken _cancellation;
    private readonly List<MappingDiagnostic> _diagnostics = [];
    private readonly CoverageSummarizer? _kept;
    private CoverageMapping? _mapping;

    /// <summary>Reads what is kept of the objects, or keeps it; without a cache nothing is read yet.</summary>
    /// <param name="objects">Objects in the order in which llvm-cov would be given them. They must stay readable.</param>
    /// <param name="release">Whose llvm-cov is followed.</param>
    /// <param name="cache">Keeps decoded mappings; null when more than numbers of files is wanted, or nothing is to be kept.</param>
    /// <param name="cancellation">Stops this and everything that is asked for later.</param>
    /// <exception cref="MalformedDataException">See <see cref="CoverageMapping.Load"/>.</exception>
    public ObjectCoverage(IReadOnlyList<MappingObject> objects, LlvmRelease release, MappingCache? cache = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objects);
        _objects = objects;
        _cancellation = cancellation;
        Release = release;
        _kept = cache?.GetSummarizer(objects, release, _diagnostics, cancellation);
    }

    /// <summary>Whose llvm-cov is followed.</summary>
    public LlvmRelease Release { get; }

    /// <summary>Numbers of files need no <see cref="ReportOf"/>.</summary>
    public bool IsKept => _kept is not null;

    /// <summary>The mapping; read when it is first asked for.</summary>
    /// <exception cref="MalformedDataException">See <see cref="CoverageMapping.Load"/>.</exception>
    public CoverageMapping Mapping => _mapping ??= _kept is { HasMapping: true } ? _kept.Mapping : CoverageMapping.Load([.. _objects.Select(static item => item.Read())], _cancellation);

    /// <summary>Paths of all files of the mapping, in its order.</summary>
    public IReadOnlyList<string> Files => _kept?.Files ?? Mapping.Files;

    /// <summary>What could not be read of the mapping, as far as it has been read.</summary>
    public IReadOnlyList<MappingDiagnostic> Diagnostics => _mapping?.Diagnostics ?? _diagnostics;

    /// <summary>The views of one profile.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isReported">Which files are reported; null: all.</param>
    public CoverageReport ReportOf(ICounterSource profile, Func<string, bool>? isReported = null) =>
        CoverageReport.Create(Mapping, profile, new CoverageOptions { Release = Release, IsReported = isReported }, _cancellation);

    /// <summary>The numbers of files by one profile and the metric <c>llvm</c>.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="isReported">Which files are reported; null: all.</param>
    public CoverageSummary SummaryOf(ICounterSource profile, Func<string, bool>? isReported = null) => _kept is null ? ReportOf(profile, isReported).Summary
        : isReported is null ? _kept.Summarize(profile)
        : _kept.Summarize(profile).Within(isReported);
}
