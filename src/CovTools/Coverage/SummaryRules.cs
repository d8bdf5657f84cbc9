using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>What releases of llvm-cov count differently.</summary>
/// <param name="FoldsPerSide">20 and later: an outcome with a constant zero counter is left out; before, a condition when both are.</param>
/// <param name="EntryMapsLine">18 and later: a line on which a counted region starts is mapped even if it begins with skipped text (LineCoverageStats).</param>
/// <param name="ScansFalseCounters">21 and later: the counters of false outcomes count when an unknown function is given its zeros.</param>
/// <param name="OtherKindIsUnknown">15 and later: see <see cref="CounterMiss.OtherHashOfOtherKind"/>.</param>
/// <param name="HasMcdc">18 and later: decisions are evaluated.</param>
/// <param name="Mcdc">How.</param>
internal readonly record struct SummaryRules(bool FoldsPerSide, bool EntryMapsLine, bool ScansFalseCounters, bool OtherKindIsUnknown, bool HasMcdc, McdcRules Mcdc)
{
    public static SummaryRules For(LlvmRelease release) => new(
        FoldsPerSide: release.Major >= 20,
        EntryMapsLine: release.Major >= 18,
        ScansFalseCounters: release.Major >= 21,
        OtherKindIsUnknown: release.Major >= 15,
        HasMcdc: release.Major >= 18,
        Mcdc: McdcRules.For(release));

    /// <summary>Whether a function without counters is left out, instead of counting as never executed.</summary>
    public bool IsMismatch(CounterMiss miss) => miss switch
    {
        CounterMiss.OtherHash => true,
        CounterMiss.OtherHashOfOtherKind => !OtherKindIsUnknown,
        _ => false,
    };

    /// <summary>Which sides of a condition are constant.</summary>
    public (bool IsTrueFolded, bool IsFalseFolded) Folded(in Mapping.MappingRegion branch)
    {
        var (isTrueZero, isFalseZero) = (branch.Count.IsZero, branch.FalseCount.IsZero);
        return FoldsPerSide ? (isTrueZero, isFalseZero) : (isTrueZero && isFalseZero, isTrueZero && isFalseZero);
    }
}
