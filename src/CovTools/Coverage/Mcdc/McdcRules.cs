using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>What releases of llvm-cov do differently about decisions.</summary>
/// <param name="Order">Order of test vectors.</param>
/// <param name="IsDepthFirst">23 and later: what is expanded is visited where it is expanded, and the innermost open decision takes a condition; before, file ids are visited one after the other and the first open decision takes it.</param>
/// <param name="FoldsEitherSide">20 and later: one constant zero counter makes a condition constant; before, it takes both.</param>
internal readonly record struct McdcRules(McdcVectorOrder Order, bool IsDepthFirst, bool FoldsEitherSide)
{
    public static McdcRules For(LlvmRelease release) => new(
        release.Major switch
        {
            <= 18 => McdcVectorOrder.TrueConditions,
            <= 21 => McdcVectorOrder.Walk,
            _ => McdcVectorOrder.Index,
        },
        IsDepthFirst: release.Major >= 23,
        FoldsEitherSide: release.Major >= 20);

    /// <summary>Whether a condition with these counters is constant.</summary>
    public bool IsFolded(bool isTrueZero, bool isFalseZero) => FoldsEitherSide ? isTrueZero || isFalseZero : isTrueZero && isFalseZero;
}
