namespace CovTools.Profiles;

/// <summary>The counters of a merged profile in memory; they change with it. Safe for concurrent use while nothing is added.</summary>
internal sealed class MergedCounters(ProfileBuilder profile) : ICounterSource
{
    private const ulong ContextSensitiveHash = 1UL << 60;

    /// <inheritdoc/>
    public int IndexedVersion => profile.Release.IndexedVersion;

    /// <inheritdoc/>
    public bool HasSingleByteCounters => profile.Flags.HasFlag(ProfileFlags.SingleByte);

    /// <inheritdoc/>
    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
    {
        var entry = profile.Find(nameHash, functionHash);
        counters = entry < 0 ? default : profile.Entries[entry].Counters.Span;
        return entry >= 0;
    }

    /// <inheritdoc/>
    public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
    {
        var entry = profile.Find(nameHash, functionHash);
        bitmap = entry < 0 ? default : profile.Entries[entry].Bitmap.Span;
        return !bitmap.IsEmpty;
    }

    /// <inheritdoc/>
    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash)
    {
        var hashes = HashesOf(nameHash);
        return hashes.Count == 0 ? CounterMiss.UnknownName
            : hashes.Any(hash => ((hash ^ functionHash) & ContextSensitiveHash) == 0) ? CounterMiss.OtherHash
            : CounterMiss.OtherHashOfOtherKind;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ulong> HashesOf(ulong nameHash)
    {
        var hashes = new List<ulong>();
        for (var entry = profile.FindFirst(nameHash); entry >= 0; entry = profile.Entries[entry].NextEntry)
        {
            hashes.Add(profile.Entries[entry].FunctionHash);
        }

        return hashes;
    }
}
