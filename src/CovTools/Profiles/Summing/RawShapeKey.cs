namespace CovTools.Profiles;

/// <summary>What headers of raw profiles of one module have in common. Equal keys do not prove equal shapes: their bytes do.</summary>
internal sealed class RawShapeKey : IEquatable<RawShapeKey>
{
    private readonly ulong[] _words;

    private RawShapeKey(ulong[] words) => _words = words;

    public static RawShapeKey Of(RawProfileHeader header) => new(
    [
        (uint)header.Layout.Version | (ulong)header.Flags,
        header.CountersDelta,
        header.BitmapSize == 0 ? 0 : header.BitmapDelta, // without bitmaps it differs from process to process
        header.BinaryIdsSize,
        header.RecordCount,
        header.CounterCount,
        header.BitmapSize,
        header.NamesSize,
        header.PaddingBeforeCounters,
        header.PaddingAfterCounters,
        header.PaddingAfterBitmap,
    ]);

    /// <inheritdoc/>
    public bool Equals(RawShapeKey? other) => other is not null && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as RawShapeKey);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = 0UL;
        foreach (var word in _words)
        {
            hash = (hash ^ word) * 0x9E3779B97F4A7C15;
        }

        return (int)(hash >> 32);
    }
}
