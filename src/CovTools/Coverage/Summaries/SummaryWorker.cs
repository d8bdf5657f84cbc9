using CovTools.Mapping;
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
            if (i % FunctionRanges.Announced == 0)
            {
                Announce(compiled.Identities.AsSpan(i..Math.Min(end, i + FunctionRanges.Announced)));
            }

            Add(i);
        }
    }

    private void Announce(ReadOnlySpan<FunctionIdentity> functions)
    {
        Span<ulong> hashes = stackalloc ulong[FunctionRanges.Announced];
        for (var i = 0; i < functions.Length; i++)
        {
            hashes[i] = functions[i].NameHash;
        }

        counters.Expect(hashes[..functions.Length]);
    }

    private void Add(int index)
    {
        ref readonly var shape = ref compiled.Shapes[index];
        var identity = compiled.Identities[index];
        var fate = FunctionFates.Decide(identity, shape, counters, rules, out var values);
        var covered = 0;
        if (FunctionFates.IsIn(fate) && shape.Decisions >= 0)
        {
            var bitmap = fate == FunctionFate.Counted && counters.TryGetBitmap(identity.NameHash, identity.FunctionHash, out var bytes) ? bytes : default;
            fate = _decisions.TryRun(compiled.DecisionsOf(index), bitmap, _isMasked, out covered) ? fate : FunctionFate.Unfit;
        }

        Tally.Mismatched += fate == FunctionFate.Mismatched ? 1 : 0;
        Tally.Unfit += fate == FunctionFate.Unfit ? 1 : 0;
        if (FunctionFates.IsIn(fate))
        {
            var tally = values.ContainsAnyExcept(0UL) ? _runner.Run(compiled.ProgramOf(index), shape, values) : FunctionTally.NeverExecuted(shape);
            Tally.Add(index, tally with { Mcdc = new Metric(covered, shape.Conditions) });
        }
    }
}
