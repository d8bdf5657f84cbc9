namespace CovTools.Objects;

/// <summary>Bounded reads that name what was being read when they fail.</summary>
internal static class ByteSourceExtensions
{
    /// <summary>Throws unless [offset, offset + size) lies inside the source.</summary>
    public static void Require(this IByteSource source, ulong offset, ulong size, string what)
    {
        var length = (ulong)source.Length;
        if (offset > length || size > length - offset)
        {
            throw new MalformedDataException(source.Name, ClampOffset(offset), $"{what} ({size} bytes) goes past the end of the file ({length} bytes)");
        }
    }

    /// <summary>Reads exactly <paramref name="size"/> bytes; never allocates more than the source holds.</summary>
    public static byte[] ReadBytes(this IByteSource source, ulong offset, ulong size, string what)
    {
        source.Require(offset, size, what);
        if (size > (ulong)Array.MaxLength)
        {
            throw new MalformedDataException(source.Name, ClampOffset(offset), $"{what} is too large ({size} bytes)");
        }

        var bytes = new byte[size];
        source.Read((long)offset, bytes);
        return bytes;
    }

    /// <summary>Offset of the first byte from <paramref name="position"/> on that is not zero, or the size of the source.</summary>
    public static ulong SkipZeros(this IByteSource source, ulong position)
    {
        Span<byte> chunk = stackalloc byte[512];
        while (position < (ulong)source.Length)
        {
            var size = (int)Math.Min((ulong)chunk.Length, (ulong)source.Length - position);
            source.Read((long)position, chunk[..size]);
            var found = chunk[..size].IndexOfAnyExcept((byte)0);
            if (found >= 0)
            {
                return position + (ulong)found;
            }

            position += (ulong)size;
        }

        return position;
    }

    /// <summary>An offset as exceptions carry it.</summary>
    public static long ClampOffset(ulong offset) => offset > long.MaxValue ? long.MaxValue : (long)offset;
}
