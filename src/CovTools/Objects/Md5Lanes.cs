using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CovTools.Objects;

/// <summary>MD5 (RFC 1321) of eight messages at once, one in each lane of a vector; only the first half of the digest is kept.</summary>
internal static class Md5Lanes
{
    /// <summary>Messages at once.</summary>
    public const int Count = 8;

    /// <summary>Bytes of a block.</summary>
    public const int BlockSize = 64;

    private const int BlockWords = BlockSize / 4;

    /// <summary>RFC 1321 section 3.4: 2^32 times the absolute sine of 1, 2, 3 …</summary>
    private static readonly uint[] s_sines = [.. Enumerable.Range(1, 64).Select(i => (uint)(Math.Abs(Math.Sin(i)) * 4294967296))];

    /// <summary>Blocks that a message takes with its end mark and length.</summary>
    public static int Blocks(int length) => (length + 8 + BlockSize) / BlockSize;

    /// <summary>Writes a message, its end mark and its length into the lane's <see cref="Blocks"/> blocks.</summary>
    public static void Pad(ReadOnlySpan<byte> message, Span<byte> blocks)
    {
        message.CopyTo(blocks);
        blocks[message.Length..].Clear();
        blocks[message.Length] = 0x80;
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(blocks[^8..], (ulong)message.Length * 8);
    }

    /// <summary>Hashes eight padded messages of equal size, which lie one after another.</summary>
    /// <param name="messages">Eight times the same number of blocks.</param>
    /// <param name="digests">Gets the first 8 bytes of every digest as a little-endian number.</param>
    public static void Hash(ReadOnlySpan<byte> messages, Span<ulong> digests)
    {
        var words = MemoryMarshal.Cast<byte, uint>(messages);
        var stride = words.Length / Count;
        Span<Vector256<uint>> block = stackalloc Vector256<uint>[BlockWords];
        var state = new State(
            Vector256.Create(0x67452301u), Vector256.Create(0xefcdab89u), Vector256.Create(0x98badcfeu), Vector256.Create(0x10325476u));
        for (var start = 0; start < stride; start += BlockWords)
        {
            Gather(words[start..], stride, block);
            state = Compress(state, block);
        }

        for (var lane = 0; lane < Count; lane++)
        {
            digests[lane] = state.A[lane] | ((ulong)state.B[lane] << 32);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gather(ReadOnlySpan<uint> words, int stride, Span<Vector256<uint>> block)
    {
        for (var i = 0; i < BlockWords; i++)
        {
            var word = Vector256.Create(
                words[i],
                words[stride + i],
                words[(2 * stride) + i],
                words[(3 * stride) + i],
                words[(4 * stride) + i],
                words[(5 * stride) + i],
                words[(6 * stride) + i],
                words[(7 * stride) + i]);
            block[i] = word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static State Compress(State state, ReadOnlySpan<Vector256<uint>> block)
    {
        var (a, b, c, d) = state;
        var sines = s_sines;
        for (var i = 0; i < 16; i += 4)
        {
            a = Step(a, b, d ^ (b & (c ^ d)), block[i], sines[i], 7);
            d = Step(d, a, c ^ (a & (b ^ c)), block[i + 1], sines[i + 1], 12);
            c = Step(c, d, b ^ (d & (a ^ b)), block[i + 2], sines[i + 2], 17);
            b = Step(b, c, a ^ (c & (d ^ a)), block[i + 3], sines[i + 3], 22);
        }

        for (var i = 16; i < 32; i += 4)
        {
            a = Step(a, b, c ^ (d & (b ^ c)), block[((5 * i) + 1) & 15], sines[i], 5);
            d = Step(d, a, b ^ (c & (a ^ b)), block[((5 * i) + 6) & 15], sines[i + 1], 9);
            c = Step(c, d, a ^ (b & (d ^ a)), block[((5 * i) + 11) & 15], sines[i + 2], 14);
            b = Step(b, c, d ^ (a & (c ^ d)), block[(5 * i) & 15], sines[i + 3], 20);
        }

        for (var i = 32; i < 48; i += 4)
        {
            a = Step(a, b, b ^ c ^ d, block[((3 * i) + 5) & 15], sines[i], 4);
            d = Step(d, a, a ^ b ^ c, block[((3 * i) + 8) & 15], sines[i + 1], 11);
            c = Step(c, d, d ^ a ^ b, block[((3 * i) + 11) & 15], sines[i + 2], 16);
            b = Step(b, c, c ^ d ^ a, block[((3 * i) + 14) & 15], sines[i + 3], 23);
        }

        for (var i = 48; i < 64; i += 4)
        {
            a = Step(a, b, c ^ (b | ~d), block[(7 * i) & 15], sines[i], 6);
            d = Step(d, a, b ^ (a | ~c), block[((7 * i) + 7) & 15], sines[i + 1], 10);
            c = Step(c, d, a ^ (d | ~b), block[((7 * i) + 14) & 15], sines[i + 2], 15);
            b = Step(b, c, d ^ (c | ~a), block[((7 * i) + 5) & 15], sines[i + 3], 21);
        }

        return new State(state.A + a, state.B + b, state.C + c, state.D + d);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Step(Vector256<uint> sum, Vector256<uint> next, Vector256<uint> mixed, Vector256<uint> word, uint sine, int shift)
    {
        sum += mixed + word + Vector256.Create(sine);
        return next + ((sum << shift) | (sum >>> (32 - shift)));
    }

    private readonly record struct State(Vector256<uint> A, Vector256<uint> B, Vector256<uint> C, Vector256<uint> D);
}
