using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// A segment of a function before its counts are known. LLVM builds segments anew for each profile; their places do not
/// depend on the counts, except that one is left out when its count equals that of its predecessor.
/// </summary>
/// <param name="Line">Where the segment starts.</param>
/// <param name="Count">Its count; zero when it has none.</param>
/// <param name="HasCount">False for skipped text and behind the last region.</param>
/// <param name="IsEntry">A region starts here.</param>
/// <param name="IsGap">It belongs to a gap region.</param>
/// <param name="MayVanish">Left out when its count equals that of the segment before it.</param>
internal readonly record struct SymbolicSegment(uint Line, Counter Count, bool HasCount, bool IsEntry, bool IsGap, bool MayVanish)
{
    /// <summary>A region with a count that is not a gap starts here.</summary>
    public bool StartsRegion => IsEntry && HasCount && !IsGap;

    /// <summary>Skipped text starts here.</summary>
    public bool StartsSkipped => IsEntry && !HasCount;
}
