using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>Decides which functions of a mapping count with a profile (CoverageMapping::loadFunctionRecord).</summary>
internal static class FunctionSelector
{
    /// <summary>The fate of every function, by its index.</summary>
    public static FunctionFate[] Select(CoverageMapping mapping, CompiledMapping compiled, ICounterSource profile, LlvmRelease release, CancellationToken cancellation)
    {
        var fates = new FunctionFate[mapping.Functions.Count];
        var rules = SummaryRules.For(release);
        FunctionRanges.ForEach(fates.Length, (start, end) =>
        {
            var evaluator = new FunctionEvaluator(mapping, profile, release);
            for (var i = start; i < end; i++)
            {
                fates[i] = Decide(mapping.FunctionSpan[i], compiled.Shapes[i], profile, rules);
                if (fates[i] is FunctionFate.Counted or FunctionFate.NeverRan && compiled.Shapes[i].Decisions >= 0 && !evaluator.TryEvaluate(i, fates[i]))
                {
                    fates[i] = FunctionFate.Unfit;
                }
            }
        }, cancellation);
        DropTwins(fates, compiled);
        return fates;
    }

    private static FunctionFate Decide(in MappedFunction function, in FunctionShape shape, ICounterSource profile, SummaryRules rules)
    {
        if (!profile.TryGetCounters(function.NameHash, function.FunctionHash, out var counters))
        {
            return rules.IsMismatch(profile.ExplainMiss(function.NameHash, function.FunctionHash)) ? FunctionFate.Mismatched
                : shape.RequiredCounters > shape.AssumedCounters ? FunctionFate.Unfit
                : FunctionFate.NeverRan;
        }

        return shape.IsUnusedCopy && counters.Length > 0 && counters[0] > 0 ? FunctionFate.Dropped
            : shape.RequiredCounters > counters.Length ? FunctionFate.Unfit
            : FunctionFate.Counted;
    }

    /// <summary>Of functions with the same files and name the first counts, whatever its counts are.</summary>
    private static void DropTwins(FunctionFate[] fates, CompiledMapping compiled)
    {
        var isTaken = new bool[compiled.Twins];
        for (var i = 0; i < fates.Length; i++)
        {
            var twin = compiled.Shapes[i].Twin;
            if (twin < 0 || fates[i] is not (FunctionFate.Counted or FunctionFate.NeverRan))
            {
                continue;
            }

            fates[i] = isTaken[twin] ? FunctionFate.Dropped : fates[i];
            isTaken[twin] = true;
        }
    }
}
