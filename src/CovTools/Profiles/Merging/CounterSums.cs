using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>Sums of counter arrays, as wide as the processor's vectors.</summary>
internal static class CounterSums
{
    /// <summary>Adds with saturation.</summary>
    /// <param name="sums">Added to.</param>
    /// <param name="counters">As long as <paramref name="sums"/>.</param>
    /// <param name="weight">At least 1.</param>
    /// <param name="maximum">The largest sum.</param>
    /// <returns>Whether a sum was limited.</returns>
    public static bool Add(Span<ulong> sums, ReadOnlySpan<ulong> counters, ulong weight, ulong maximum)
    {
        if (weight == 1 && AddSmall(sums, counters))
        {
            return false;
        }

        var limited = false;
        for (var i = 0; i < sums.Length; i++)
        {
            var high = Math.BigMul(counters[i], weight, out var product);
            var sum = unchecked(sums[i] + product);
            if (high != 0 || sum < product || sum > maximum)
            {
                sum = maximum;
                limited = true;
            }

            sums[i] = sum;
        }

        return limited;
    }

    /// <summary>The bitwise or of all values.</summary>
    public static ulong Union(ReadOnlySpan<ulong> values)
    {
        var bits = Vector<ulong>.Zero;
        var i = 0;
        for (; i <= values.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            bits |= new Vector<ulong>(values[i..]);
        }

        var union = Lanes(bits);
        for (; i < values.Length; i++)
        {
            union |= values[i];
        }

        return union;
    }

    /// <summary>The bitwise or of little-endian values.</summary>
    public static ulong Union(ReadOnlySpan<byte> values) => Union(MemoryMarshal.Cast<byte, ulong>(values));

    /// <summary>Adds the bits of one bitmap to another.</summary>
    public static void Unite(Span<byte> bitmap, ReadOnlySpan<byte> other)
    {
        for (var i = 0; i < bitmap.Length; i++)
        {
            bitmap[i] |= other[i];
        }
    }

    /// <summary>Adds counters that are known, or checked afterwards, to be too small to wrap.</summary>
    /// <param name="sums">Added to.</param>
    /// <param name="counters">As many as <paramref name="sums"/>, little-endian, unaligned.</param>
    /// <returns>The bitwise or of the counters.</returns>
    public static ulong AddUnchecked(Span<ulong> sums, ReadOnlySpan<byte> counters)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(counters.Length, sums.Length * sizeof(ulong));
        ref var target = ref MemoryMarshal.GetReference(sums);
        ref var source = ref MemoryMarshal.GetReference(counters);
        var width = Vector<ulong>.Count;
        var bits = Vector<ulong>.Zero;
        var i = 0;
        for (; i <= sums.Length - width; i += width)
        {
            var added = Unsafe.ReadUnaligned<Vector<ulong>>(ref Unsafe.Add(ref source, i * sizeof(ulong)));
            ref var place = ref Unsafe.As<ulong, byte>(ref Unsafe.Add(ref target, i));
            Unsafe.WriteUnaligned(ref place, Unsafe.ReadUnaligned<Vector<ulong>>(ref place) + added);
            bits |= added;
        }

        var union = Lanes(bits);
        for (; i < sums.Length; i++)
        {
            var added = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, i * sizeof(ulong)));
            sums[i] = unchecked(sums[i] + added);
            union |= added;
        }

        return union;
    }

    /// <summary>Adds when neither a counter nor a sum is 2^62 or more; otherwise changes nothing.</summary>
    /// <param name="sums">Added to.</param>
    /// <param name="counters">As many as <paramref name="sums"/>, little-endian, unaligned.</param>
    public static bool TryAdd(Span<ulong> sums, ReadOnlySpan<byte> counters)
    {
        var added = MemoryMarshal.Cast<byte, ulong>(counters);
        ArgumentOutOfRangeException.ThrowIfNotEqual(added.Length, sums.Length);
        var (bits, rest) = (Vector<ulong>.Zero, 0UL);
        var i = 0;
        for (; i <= sums.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            bits |= new Vector<ulong>(sums[i..]) | new Vector<ulong>(added[i..]);
        }

        for (; i < sums.Length; i++)
        {
            rest |= sums[i] | added[i];
        }

        if (rest >> 62 != 0 || (bits & new Vector<ulong>(3UL << 62)) != Vector<ulong>.Zero)
        {
            return false;
        }

        for (i = 0; i <= sums.Length - Vector<ulong>.Count; i += Vector<ulong>.Count)
        {
            (new Vector<ulong>(sums[i..]) + new Vector<ulong>(added[i..])).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] += added[i];
        }

        return true;
    }

    /// <summary>Counts executed single-byte counters: a byte starts as 0xff and becomes 0 when it is executed.</summary>
    public static void AddExecuted(Span<ulong> sums, ReadOnlySpan<byte> counters)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += counters[i] == 0 ? 1UL : 0UL;
        }
    }

    /// <summary>Adds when neither a counter nor a sum has bit 63; otherwise changes nothing.</summary>
    private static bool AddSmall(Span<ulong> sums, ReadOnlySpan<ulong> counters)
    {
        var bits = 0UL;
        for (var i = 0; i < sums.Length; i++)
        {
            bits |= sums[i] | counters[i];
        }

        if (bits >> 62 != 0)
        {
            return false;
        }

        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += counters[i];
        }

        return true;
    }

    private static ulong Lanes(Vector<ulong> bits)
    {
        var union = 0UL;
        for (var lane = 0; lane < Vector<ulong>.Count; lane++)
        {
            union |= bits[lane];
        }

        return union;
    }
}
