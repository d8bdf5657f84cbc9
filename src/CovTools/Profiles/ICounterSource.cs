namespace CovTools.Profiles;

/// <summary>Counters of functions, by name hash and function hash.</summary>
public interface ICounterSource
{
    /// <summary>Version of the indexed format whose meaning the records have: up to 11, the bits of MC/DC bitmaps are numbered in another way.</summary>
    public int IndexedVersion => LlvmRelease.Newest.IndexedVersion;

    /// <summary>Counters say only whether something ran (<see cref="ProfileFlags.SingleByte"/>), which releases of llvm-cov add up differently.</summary>
    public bool HasSingleByteCounters => false;

    /// <summary>
    /// Says which functions will be asked for next. A source whose functions lie all over a large memory fetches them together here, which takes a fraction of the time of fetching one after
    /// the other.
    /// </summary>
    /// <param name="nameHashes">LLVM's hashes of their names; a few dozen at a time are best.</param>
    public void Expect(ReadOnlySpan<ulong> nameHashes)
    {
    }

    /// <summary>The counters of one function.</summary>
    /// <param name="nameHash">LLVM's hash of the function's name.</param>
    /// <param name="functionHash">The structural hash that tells versions of a function apart.</param>
    /// <param name="counters">Its counters; valid until the source changes.</param>
    /// <returns>False when there is no record with both hashes.</returns>
    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters);

    /// <summary>Why <see cref="TryGetCounters"/> found nothing. A source that cannot know says <see cref="CounterMiss.UnknownName"/>.</summary>
    /// <param name="nameHash">LLVM's hash of the function's name.</param>
    /// <param name="functionHash">The wanted structural hash.</param>
    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash) => CounterMiss.UnknownName;

    /// <summary>The structural hashes of all records with a name, for messages. A source that cannot know says none.</summary>
    /// <param name="nameHash">LLVM's hash of the function's name.</param>
    public IReadOnlyList<ulong> HashesOf(ulong nameHash) => [];

    /// <summary>The MC/DC bitmap of one function.</summary>
    /// <param name="nameHash">LLVM's hash of the function's name.</param>
    /// <param name="functionHash">The structural hash that tells versions of a function apart.</param>
    /// <param name="bitmap">Its bitmap, bit 0 of byte 0 first; valid until the source changes.</param>
    /// <returns>False when there is no record with both hashes, or it has no bitmap.</returns>
    public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
    {
        bitmap = default;
        return false;
    }
}
