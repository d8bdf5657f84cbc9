namespace CovTools.Coverage;

/// <summary>
/// A segment whose count may not be known yet. LLVM builds segments anew for each profile; their places do not
/// depend on the counts, except that one is left out when its count equals that of its predecessor.
/// </summary>
/// <param name="Position">Line and column where the segment starts as one number that sorts.</param>
/// <param name="Count">Its count; zero when it has none.</param>
/// <param name="HasCount">False for skipped text and behind the last region.</param>
/// <param name="IsEntry">A region starts here.</param>
/// <param name="IsGap">It belongs to a gap region.</param>
/// <param name="MayVanish">Left out when its count equals that of the segment before it.</param>
/// <typeparam name="TCount">A number, or a reference to one that is not known yet.</typeparam>
internal readonly record struct ViewSegment<TCount>(ulong Position, TCount Count, bool HasCount, bool IsEntry, bool IsGap, bool MayVanish)
    where TCount : struct, IEquatable<TCount>
{
    /// <summary>Where the segment starts.</summary>
    public uint Line => (uint)(Position >> 32);

    /// <summary>A region with a count that is not a gap starts here.</summary>
    public bool StartsRegion => IsEntry && HasCount && !IsGap;

    /// <summary>Skipped text starts here.</summary>
    public bool StartsSkipped => IsEntry && !HasCount;
}
