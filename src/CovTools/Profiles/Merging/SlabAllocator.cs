namespace CovTools.Profiles;

/// <summary>Hands out pieces of large arrays, so that hundreds of thousands of small arrays cost no allocation each. Pieces live as long as any of their slab.</summary>
internal sealed class SlabAllocator<T>
    where T : unmanaged
{
    private const int SmallestSlab = 1 << 10;
    private const int LargestSlab = 1 << 20;

    private T[] _slab = [];
    private int _used;

    /// <summary>A copy of <paramref name="values"/>.</summary>
    public Memory<T> Copy(ReadOnlySpan<T> values)
    {
        if (values.IsEmpty)
        {
            return default;
        }

        if (values.Length > _slab.Length - _used)
        {
            if (values.Length > LargestSlab / 4)
            {
                return values.ToArray();
            }

            // Small profiles stay small; large ones soon get large slabs.
            var size = Math.Clamp(_slab.Length * 2, SmallestSlab, LargestSlab);
            _slab = GC.AllocateUninitializedArray<T>(Math.Max(size, values.Length));
            _used = 0;
        }

        var piece = _slab.AsMemory(_used, values.Length);
        values.CopyTo(piece.Span);
        _used += values.Length;
        return piece;
    }
}
