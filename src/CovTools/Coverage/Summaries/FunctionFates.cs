using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>Decides which functions of a mapping count with a profile (CoverageMapping::loadFunctionRecord).</summary>
internal static class FunctionFates
{
    /// <summary>Whether a function is part of the coverage.</summary>
    public static bool IsIn(FunctionFate fate) => fate is FunctionFate.Counted or FunctionFate.NeverRan;

    /// <summary>The fate of one function as far as its counters tell; those that have decisions must fit the bitmap, too.</summary>
    /// <param name="function">What the profile knows it by.</param>
    /// <param name="shape">What is known of it.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="rules">The rules of the release.</param>
    /// <param name="counters">Its counters; empty when the profile does not know it.</param>
    public static FunctionFate Decide(FunctionIdentity function, in FunctionShape shape, ICounterSource profile, SummaryRules rules, out ReadOnlySpan<ulong> counters)
    {
        if (!profile.TryGetCounters(function.NameHash, function.FunctionHash, out counters))
        {
            counters = default;
            return rules.IsMismatch(profile.ExplainMiss(function.NameHash, function.FunctionHash)) ? FunctionFate.Mismatched
                : shape.RequiredCounters > shape.AssumedCounters ? FunctionFate.Unfit
                : FunctionFate.NeverRan;
        }

        return shape.IsUnusedCopy && counters.Length > 0 && counters[0] > 0 ? FunctionFate.Dropped
            : shape.RequiredCounters > counters.Length ? FunctionFate.Unfit
            : FunctionFate.Counted;
    }

    /// <summary>Of functions with the same files and name the first counts, whatever its counts are.</summary>
    public static void DropTwins(FunctionFate[] fates, CompiledMapping compiled)
    {
        var isTaken = new bool[compiled.Twins];
        for (var i = 0; i < fates.Length; i++)
        {
            var twin = compiled.Shapes[i].Twin;
            if (twin < 0 || !IsIn(fates[i]))
            {
                continue;
            }

            fates[i] = isTaken[twin] ? FunctionFate.Dropped : fates[i];
            isTaken[twin] = true;
        }
    }
}
