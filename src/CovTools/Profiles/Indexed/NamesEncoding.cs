using System.IO.Compression;

namespace CovTools.Profiles;

/// <summary>
/// Names as a names section has them (collectGlobalObjectNameStrings in llvm/ProfileData/InstrProf.cpp): sizes as ULEB128, then the names joined by 0x01,
/// compressed. The compressed bytes can differ from LLVM's, whose zlib is another implementation.
/// </summary>
internal static class NamesEncoding
{
    public static byte[] Encode(IReadOnlyList<ReadOnlyMemory<byte>> names)
    {
        if (names.Count == 0)
        {
            return [];
        }

        using var joined = new MemoryStream();
        for (var i = 0; i < names.Count; i++)
        {
            joined.Write(i == 0 ? [] : [1]);
            joined.Write(names[i].Span);
        }

        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(joined.GetBuffer(), 0, (int)joined.Length);
        }

        using var result = new MemoryStream();
        WriteUleb(result, (ulong)joined.Length);
        WriteUleb(result, (ulong)compressed.Length);
        result.Write(compressed.GetBuffer(), 0, (int)compressed.Length);
        return result.ToArray();
    }

    private static void WriteUleb(MemoryStream stream, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            stream.WriteByte((byte)(value | 0x80));
        }

        stream.WriteByte((byte)value);
    }
}
