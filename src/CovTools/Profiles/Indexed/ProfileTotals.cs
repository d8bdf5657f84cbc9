namespace CovTools.Profiles;

/// <summary>The summary of a profile (ProfileSummary in llvm/IR/ProfileSummary.h).</summary>
/// <param name="Functions">Number of functions.</param>
/// <param name="Blocks">Number of counters.</param>
/// <param name="MaximumFunctionCount">The largest first counter of a function.</param>
/// <param name="MaximumCount">The largest counter.</param>
/// <param name="MaximumInternalCount">The largest counter that is not a function's first.</param>
/// <param name="TotalCount">The sum of all counters, modulo 2^64.</param>
/// <param name="Cutoffs">By rising part of the counts.</param>
public sealed record ProfileTotals(
    ulong Functions, ulong Blocks, ulong MaximumFunctionCount, ulong MaximumCount, ulong MaximumInternalCount, ulong TotalCount, IReadOnlyList<ProfileCutoff> Cutoffs);
