using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>Says what does not fit between a mapping and a profile: only names and numbers, for people.</summary>
internal sealed class MismatchFinder(CoverageMapping mapping, CompiledMapping compiled, ICounterSource profile)
{
    public IReadOnlyList<CoverageMismatch> Find(ReadOnlySpan<FunctionFate> fates)
    {
        var found = new List<CoverageMismatch>();
        for (var i = 0; i < fates.Length; i++)
        {
            if (fates[i] is FunctionFate.Mismatched or FunctionFate.Unfit)
            {
                found.Add(Describe(i, fates[i]));
            }
        }

        return found;
    }

    private CoverageMismatch Describe(int index, FunctionFate fate)
    {
        var function = mapping.Functions[index];
        ref readonly var shape = ref compiled.Shapes[index];
        var file = shape.MainFile < 0 ? string.Empty : mapping.Files[shape.MainFile];
        if (fate == FunctionFate.Mismatched)
        {
            return new CoverageMismatch(mapping.NameOf(index), mapping.ObjectName(index), file, CoverageMismatchKind.Hash, function.FunctionHash, profile.HashesOf(function.NameHash));
        }

        var there = profile.TryGetCounters(function.NameHash, function.FunctionHash, out var counters) ? (ulong)counters.Length : shape.AssumedCounters;
        return new CoverageMismatch(mapping.NameOf(index), mapping.ObjectName(index), file, CoverageMismatchKind.CounterCount, shape.RequiredCounters, [there]);
    }
}
