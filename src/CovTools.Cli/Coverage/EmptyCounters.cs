using CovTools.Profiles;

namespace CovTools.Cli.Coverage;

/// <summary>The profile of a program that never ran (-empty-profile of llvm-cov).</summary>
internal sealed class EmptyCounters : ICounterSource
{
    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
    {
        counters = default;
        return false;
    }
}
