using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>
/// Computes the numbers of <c>llvm-cov export -summary-only</c> of a given release, for any number of profiles of the same
/// binaries. The mapping is compiled once; a profile then costs little more than looking up its functions.
/// Immutable and safe for concurrent use.
/// </summary>
/// <remarks>Rules: CoverageMapping::loadFunctionRecord, CoverageReport::prepareSingleFileReport and CoverageSummaryInfo.cpp of LLVM.</remarks>
public sealed class CoverageSummarizer
{
    private readonly CoverageMapping? _mapping;
    private readonly SummaryRules _rules;
    private readonly CompiledMapping _compiled;

    /// <summary>Compiles <paramref name="mapping"/>, in parallel.</summary>
    /// <param name="mapping">The mapping of all binaries that the profiles are of.</param>
    /// <param name="release">Whose llvm-cov is followed: as a rule the release that built the binaries.</param>
    /// <param name="cancellation">Stops the compilation.</param>
    public CoverageSummarizer(CoverageMapping mapping, LlvmRelease release, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(mapping);
        _mapping = mapping;
        Release = release;
        _rules = SummaryRules.For(release);
        _compiled = MappingCompiler.Compile(mapping, _rules, cancellation);
    }

    /// <summary>Uses a mapping that was compiled before and kept.</summary>
    internal CoverageSummarizer(CompiledMapping compiled, LlvmRelease release)
    {
        Release = release;
        _rules = SummaryRules.For(release);
        _compiled = compiled;
    }

    /// <summary>Whose llvm-cov is followed.</summary>
    public LlvmRelease Release { get; }

    /// <summary>Whether <see cref="Mapping"/> is there: not when this came from a <see cref="MappingCache"/>, and is good for summaries only.</summary>
    public bool HasMapping => _mapping is not null;

    /// <summary>The mapping.</summary>
    /// <exception cref="InvalidOperationException">See <see cref="HasMapping"/>.</exception>
    public CoverageMapping Mapping => _mapping ?? throw new InvalidOperationException("A mapping that a cache kept gives summaries only; load the mapping of the binaries for more.");

    /// <summary>Paths of all files of the mapping, as text, in its order.</summary>
    public IReadOnlyList<string> Files => _compiled.Files;

    /// <summary>What was found out about it.</summary>
    internal CompiledMapping Compiled => _compiled;

    /// <summary>The summary of one profile, made by several threads when there are many functions.</summary>
    /// <param name="counters">The profile. A source that knows nothing gives the summary of a binary that never ran. Threads read from it at the same time.</param>
    public CoverageSummary Summarize(ICounterSource counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var total = new SummaryTally(_compiled);
        FunctionRanges.ForEach(
            _compiled.Shapes.Length,
            () => new SummaryWorker(_compiled, counters, _rules),
            static (worker, start, end) => worker.Add(start, end),
            worker => total.Add(worker.Tally));
        return total.ToSummary();
    }
}
