using System.IO.Compression;
using System.Runtime.InteropServices;

namespace CovTools.Mapping;

/// <summary>Inflates a zlib stream whose size is claimed by a header that nobody vouches for.</summary>
internal static class ZlibBlock
{
    /// <summary>Deflate cannot make more than this many bytes out of one (RFC 1951: 258 bytes from 2 bits, rounded up).</summary>
    private const ulong MaximumRatio = 1032;

    /// <summary>Inflates <paramref name="compressed"/> into exactly <paramref name="claimedSize"/> bytes.</summary>
    /// <returns>The bytes; null when the stream is damaged or does not hold what was claimed.</returns>
    public static byte[]? TryInflate(ReadOnlyMemory<byte> compressed, ulong claimedSize)
    {
        if (claimedSize > ((ulong)compressed.Length * MaximumRatio) + 64 || claimedSize > (ulong)Array.MaxLength)
        {
            return null;
        }

        var array = MemoryMarshal.TryGetArray(compressed, out var segment) ? segment : new ArraySegment<byte>(compressed.ToArray());
        using var source = new MemoryStream(array.Array!, array.Offset, array.Count, writable: false);
        using var stream = new ZLibStream(source, CompressionMode.Decompress);
        var result = new byte[claimedSize];
        try
        {
            var length = stream.ReadAtLeast(result, result.Length, throwOnEndOfStream: false);
            return length == result.Length && stream.ReadByte() < 0 ? result : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
