using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>What one thread adds up of a summary.</summary>
/// <param name="compiled">The mapping.</param>
/// <param name="counters">The profile.</param>
/// <param name="rules">The rules of the release.</param>
internal sealed class SummaryWorker(CompiledMapping compiled, ICounterSource counters, SummaryRules rules)
{
    private readonly ProgramRunner _runner = new();
    private readonly DecisionRunner _decisions = new();
    private readonly bool _isMasked = McdcEvaluator.IsMasked(counters.IndexedVersion);

    /// <summary>The sums.</summary>
    public SummaryTally Tally { get; } = new(compiled);

    /// <summary>Adds a range of functions.</summary>
    public void Add(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            Add(i);
        }
    }

    private void Add(int index)
    {
        ref readonly var shape = ref compiled.Shapes[index];
        var (name, hash) = compiled.Identities[index];
        var isKnown = counters.TryGetCounters(name, hash, out var values);
        if (!isKnown && rules.IsMismatch(counters.ExplainMiss(name, hash)))
        {
            Tally.Mismatched++;
            return;
        }

        if (shape.IsUnusedCopy && values.Length > 0 && values[0] > 0)
        {
            return;
        }

        var covered = 0;
        var isFit = shape.RequiredCounters <= (isKnown ? (uint)values.Length : shape.AssumedCounters);
        if (isFit && shape.Decisions >= 0)
        {
            var bitmap = isKnown && counters.TryGetBitmap(name, hash, out var bytes) ? bytes : default;
            isFit = _decisions.TryRun(compiled.DecisionsOf(index), bitmap, _isMasked, out covered);
        }

        if (!isFit)
        {
            Tally.Unfit++;
            return;
        }

        var tally = values.ContainsAnyExcept(0UL) ? _runner.Run(compiled.ProgramOf(index), shape, values) : FunctionTally.NeverExecuted(shape);
        Tally.Add(index, tally with { Mcdc = new Metric(covered, shape.Conditions) });
    }
}
