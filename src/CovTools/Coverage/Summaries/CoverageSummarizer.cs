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
    private readonly CoverageMapping _mapping;
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

    /// <summary>Whose llvm-cov is followed.</summary>
    public LlvmRelease Release { get; }

    /// <summary>The mapping.</summary>
    public CoverageMapping Mapping => _mapping;

    /// <summary>What was found out about it.</summary>
    internal CompiledMapping Compiled => _compiled;

    /// <summary>The summary of one profile.</summary>
    /// <param name="counters">The profile. A source that knows nothing gives the summary of a binary that never ran.</param>
    public CoverageSummary Summarize(ICounterSource counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        var runner = new ProgramRunner();
        var decisions = new DecisionRunner();
        var isMasked = McdcEvaluator.IsMasked(counters.IndexedVersion);
        var tally = new SummaryTally(_mapping, _compiled);
        var functions = _mapping.FunctionSpan;
        long mismatched = 0, unfit = 0;
        for (var i = 0; i < functions.Length; i++)
        {
            ref readonly var shape = ref _compiled.Shapes[i];
            var (name, hash) = (functions[i].NameHash, functions[i].FunctionHash);
            var isKnown = counters.TryGetCounters(name, hash, out var values);
            if (!isKnown && _rules.IsMismatch(counters.ExplainMiss(name, hash)))
            {
                mismatched++;
                continue;
            }

            if (shape.IsUnusedCopy && values.Length > 0 && values[0] > 0)
            {
                continue;
            }

            var covered = 0;
            var isFit = shape.RequiredCounters <= (isKnown ? (uint)values.Length : shape.AssumedCounters);
            if (isFit && shape.Decisions >= 0)
            {
                var bitmap = isKnown && counters.TryGetBitmap(name, hash, out var bytes) ? bytes : default;
                isFit = decisions.TryRun(_compiled.DecisionsOf(i), bitmap, isMasked, out covered);
            }

            if (!isFit)
            {
                unfit++;
            }
            else if (tally.TryAccept(shape))
            {
                var function = values.ContainsAnyExcept(0UL) ? runner.Run(_compiled.ProgramOf(i), shape, values) : FunctionTally.NeverExecuted(shape);
                tally.Add(shape, function with { Mcdc = new Metric(covered, shape.Conditions) });
            }
        }

        return tally.ToSummary(mismatched, unfit);
    }
}
