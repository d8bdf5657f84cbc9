namespace CovTools.Modules;

/// <summary>Adds bitmaps of one function up.</summary>
internal static class BitmapUnion
{
    /// <summary>The OR of two bitmaps of equal length; of different ones the first stays, as when profiles are merged.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.Length != right.Length)
        {
            return left;
        }

        var union = left.ToArray();
        for (var i = 0; i < union.Length; i++)
        {
            union[i] |= right[i];
        }

        return union;
    }
}
