using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CovTools.Objects;

/// <summary>LLVM's 64-bit hash of a function name (IndexedInstrProf::ComputeHash in llvm/ProfileData/InstrProf.h).</summary>
public static class NameHash
{
    /// <summary>Names that a thread takes at a time.</summary>
    private const int BatchSize = 8192;

    /// <summary>Longer names are too rare to fill all lanes.</summary>
    private const int MostBlocks = 16;

    /// <summary>The first 8 bytes of the MD5 of <paramref name="name"/>, read as a little-endian number.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "The format prescribes MD5; nothing is secured with it.")]
    public static ulong Compute(ReadOnlySpan<byte> name)
    {
        Span<byte> digest = stackalloc byte[MD5.HashSizeInBytes];
        MD5.HashData(name, digest);
        return BinaryPrimitives.ReadUInt64LittleEndian(digest);
    }

    /// <summary>The hashes of many names, in their order; several processors are used when it pays.</summary>
    public static ulong[] ComputeAll(IReadOnlyList<ReadOnlyMemory<byte>> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var hashes = new ulong[names.Count];
        var batches = (names.Count + BatchSize - 1) / BatchSize;
        if (batches > 1)
        {
            Parallel.For(0, batches, batch => ComputeBatch(names, batch * BatchSize, hashes));
        }
        else if (batches == 1)
        {
            ComputeBatch(names, 0, hashes);
        }

        return hashes;
    }

    private static void ComputeBatch(IReadOnlyList<ReadOnlyMemory<byte>> names, int start, ulong[] hashes)
    {
        var end = Math.Min(start + BatchSize, names.Count);
        var groups = new int[MostBlocks + 1][];
        var filled = new int[MostBlocks + 1];
        var buffer = new byte[MostBlocks * Md5Lanes.BlockSize * Md5Lanes.Count];
        for (var i = start; i < end; i++)
        {
            var blocks = Md5Lanes.Blocks(names[i].Length);
            if (blocks > MostBlocks || !BitConverter.IsLittleEndian)
            {
                hashes[i] = Compute(names[i].Span);
                continue;
            }

            var group = groups[blocks] ??= new int[Md5Lanes.Count];
            group[filled[blocks]++] = i;
            if (filled[blocks] == group.Length)
            {
                ComputeGroup(names, group, blocks, buffer, hashes);
                filled[blocks] = 0;
            }
        }

        for (var blocks = 1; blocks <= MostBlocks; blocks++)
        {
            if (filled[blocks] > 0)
            {
                ComputeGroup(names, groups[blocks].AsSpan(0, filled[blocks]), blocks, buffer, hashes);
            }
        }
    }

    private static void ComputeGroup(IReadOnlyList<ReadOnlyMemory<byte>> names, ReadOnlySpan<int> group, int blocks, byte[] buffer, ulong[] hashes)
    {
        var size = blocks * Md5Lanes.BlockSize;
        for (var lane = 0; lane < group.Length; lane++)
        {
            Md5Lanes.Pad(names[group[lane]].Span, buffer.AsSpan(lane * size, size));
        }

        Span<ulong> digests = stackalloc ulong[Md5Lanes.Count];
        Md5Lanes.Hash(buffer.AsSpan(0, size * Md5Lanes.Count), digests);
        for (var lane = 0; lane < group.Length; lane++)
        {
            hashes[group[lane]] = digests[lane];
        }
    }
}
