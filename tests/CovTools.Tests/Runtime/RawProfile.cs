using System.Buffers.Binary;

namespace CovTools.Tests.Runtime;

/// <summary>Counters and bitmap as LLVM's own runtime wrote them (raw profiles 7 to 10, see InstrProfData.inc of each release): what libcovrt is compared with.</summary>
internal sealed record RawProfile(string Id, byte[] Counters, byte[] Bitmap)
{
    public static RawProfile Read(string file)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        var words = new long[16];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]);
        }

        words[0].ShouldBe(unchecked((long)0xff6c70726f667281));
        var version = (int)(words[1] & 0xffffff);
        var counterSize = (words[1] & (1L << 60)) != 0 ? 1 : 8;
        var hasBitmap = version >= 9;
        var header = version switch { 7 or 8 => 11, 9 => 14, 10 => 16, _ => throw new InvalidDataException($"{file}: raw version {version}") };
        var recordSize = hasBitmap ? 64 : 48;
        long counters = (8 * header) + words[2] + (recordSize * words[3]) + words[4];
        long bitmap = counters + (counterSize * words[5]) + words[6];
        var idLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[(8 * header)..]);
        return new RawProfile(
            Convert.ToHexStringLower(bytes.Slice((8 * header) + 8, idLength)),
            bytes.Slice((int)counters, (int)(counterSize * words[5])).ToArray(),
            hasBitmap ? bytes.Slice((int)bitmap, (int)words[7]).ToArray() : []);
    }
}
