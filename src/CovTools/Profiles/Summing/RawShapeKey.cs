namespace CovTools.Profiles;

/// <summary>What headers of raw profiles of one module have in common. Equal keys do not prove equal shapes: their bytes do.</summary>
internal readonly record struct RawShapeKey(
    (int Version, ProfileFlags Flags, ulong CountersDelta, ulong BitmapDelta) Kind,
    (ulong BinaryIds, ulong Records, ulong Counters, ulong Bitmap, ulong Names) Sizes,
    (ulong BeforeCounters, ulong AfterCounters, ulong AfterBitmap) Padding)
{
    public static RawShapeKey Of(RawProfileHeader header) => new(
        (header.Layout.Version, header.Flags, header.CountersDelta, header.BitmapSize == 0 ? 0 : header.BitmapDelta), // without bitmaps it differs from process to process
        (header.BinaryIdsSize, header.RecordCount, header.CounterCount, header.BitmapSize, header.NamesSize),
        (header.PaddingBeforeCounters, header.PaddingAfterCounters, header.PaddingAfterBitmap));
}
