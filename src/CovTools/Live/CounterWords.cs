using System.Numerics;
using System.Runtime.InteropServices;

namespace CovTools.Live;

/// <summary>Arithmetic on counters as they stand in memory: 64-bit words, or bytes of which 0 means "executed". In vectors, as fast as memory.</summary>
internal static class CounterWords
{
    /// <summary>Counters that say "executed".</summary>
    public static int Covered(ReadOnlySpan<byte> memory, int size)
    {
        if (size == 1)
        {
            return memory.Count((byte)0);
        }

        var words = MemoryMarshal.Cast<byte, ulong>(memory);
        return words.Length - words.Count(0UL);
    }

    /// <summary>Counters that say "executed" and did not before.</summary>
    public static int New(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before, int size)
    {
        var found = 0;
        if (size == 1)
        {
            for (var i = 0; i < now.Length; i++)
            {
                found += now[i] == 0 && before[i] != 0 ? 1 : 0;
            }

            return found;
        }

        var later = MemoryMarshal.Cast<byte, ulong>(now);
        var earlier = MemoryMarshal.Cast<byte, ulong>(before);
        var at = 0;
        var sums = Vector<ulong>.Zero;
        for (; at <= later.Length - Vector<ulong>.Count; at += Vector<ulong>.Count)
        {
            // A comparison that holds is all ones, which is -1.
            sums -= Vector.AndNot(Vector.Equals(new Vector<ulong>(earlier[at..]), Vector<ulong>.Zero), Vector.Equals(new Vector<ulong>(later[at..]), Vector<ulong>.Zero));
        }

        found += (int)Vector.Sum(sums);
        for (; at < later.Length; at++)
        {
            found += later[at] != 0 && earlier[at] == 0 ? 1 : 0;
        }

        return found;
    }

    /// <summary>What was counted since, as it would stand in memory.</summary>
    public static byte[] Subtract(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before, int size)
    {
        var result = new byte[now.Length];
        if (size == 1)
        {
            for (var i = 0; i < now.Length; i++)
            {
                result[i] = now[i] == 0 && before[i] != 0 ? (byte)0 : (byte)0xff;
            }

            return result;
        }

        var later = MemoryMarshal.Cast<byte, ulong>(now);
        var earlier = MemoryMarshal.Cast<byte, ulong>(before);
        var words = MemoryMarshal.Cast<byte, ulong>(result.AsSpan());
        var at = 0;
        for (; at <= later.Length - Vector<ulong>.Count; at += Vector<ulong>.Count)
        {
            var (right, left) = (new Vector<ulong>(earlier[at..]), new Vector<ulong>(later[at..]));
            (left - Vector.Min(left, right)).CopyTo(words[at..]);
        }

        for (; at < later.Length; at++)
        {
            words[at] = later[at] - Math.Min(later[at], earlier[at]);
        }

        return result;
    }

    /// <summary>Bits of the first that the second does not have.</summary>
    public static byte[] Without(ReadOnlySpan<byte> now, ReadOnlySpan<byte> before)
    {
        var result = new byte[now.Length];
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (byte)(now[i] & ~before[i]);
        }

        return result;
    }
}
