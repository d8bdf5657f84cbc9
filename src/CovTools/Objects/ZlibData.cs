using System.IO.Compression;

namespace CovTools.Objects;

/// <summary>zlib streams (RFC 1950) whose inflated size is announced by data that may lie.</summary>
internal static class ZlibData
{
    /// <summary>Deflate cannot shrink data by more than this factor (zlib technical notes, "Maximum compression factor").</summary>
    private const ulong MaximumFactor = 1032;

    /// <summary>Inflates <paramref name="bytes"/>[start, start + count).</summary>
    /// <param name="bytes">Holds the stream.</param>
    /// <param name="start">First byte of the stream.</param>
    /// <param name="count">Size of the stream in bytes.</param>
    /// <param name="inflatedSize">What the stream must inflate to.</param>
    /// <param name="file">Named in errors.</param>
    /// <param name="offset">Offset of the stream in that file.</param>
    /// <exception cref="MalformedDataException">The stream is damaged or has another size. Memory grows with what really comes out of the stream only.</exception>
    public static byte[] Inflate(byte[] bytes, int start, int count, ulong inflatedSize, string file, long offset)
    {
        if (inflatedSize > (ulong)Array.MaxLength || inflatedSize > ((ulong)count * MaximumFactor) + 64)
        {
            throw new MalformedDataException(file, offset, $"{count} compressed bytes cannot hold {inflatedSize} bytes");
        }

        var size = (int)inflatedSize;
        try
        {
            using var stream = new ZLibStream(new MemoryStream(bytes, start, count, writable: false), CompressionMode.Decompress);
            var result = new byte[Math.Min(size, Math.Max(4096, (int)Math.Min((long)count * 8, Array.MaxLength)))];
            var done = 0;
            while (done < size)
            {
                if (done == result.Length)
                {
                    Array.Resize(ref result, (int)Math.Min(size, (long)result.Length * 2));
                }

                var read = stream.Read(result, done, result.Length - done);
                if (read == 0)
                {
                    throw new MalformedDataException(file, offset, $"compressed data ends after {done} of {size} bytes");
                }

                done += read;
            }

            if (stream.ReadByte() >= 0)
            {
                throw new MalformedDataException(file, offset, $"compressed data is longer than the announced {size} bytes");
            }

            return result;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // The runtime reports some kinds of damage (a preset dictionary) as ZLibException, which is an IOException.
            throw new MalformedDataException(file, offset, "compressed data is damaged", exception);
        }
    }
}
