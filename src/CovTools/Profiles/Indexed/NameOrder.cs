using System.Buffers;
using System.Buffers.Binary;

namespace CovTools.Profiles;

/// <summary>Names in the order of their bytes. Mangled names share long prefixes: they are sorted by eight bytes at a time, and only ties go on to the next eight.</summary>
internal static class NameOrder
{
    private const int KeySize = sizeof(ulong);

    /// <summary>Ties go on no further: longer prefixes are rare, and hostile.</summary>
    private const int DeepestKey = 64 * KeySize;

    /// <summary>So few are sorted by comparing them.</summary>
    private const int FewNames = 12;

    /// <summary>Indices of the names, sorted by unsigned bytes; of two, one of which is the other's beginning, the shorter first.</summary>
    public static int[] Sorted(ReadOnlySpan<ProfileName> names)
    {
        var order = new int[names.Length];
        var bytes = new ReadOnlyMemory<byte>[names.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
            bytes[i] = names[i].Bytes;
        }

        Sort(bytes, order, 0);
        return order;
    }

    private static void Sort(ReadOnlyMemory<byte>[] names, Span<int> order, int depth)
    {
        if (order.Length <= FewNames || depth > DeepestKey)
        {
            order.Sort((left, right) => names[left].Span.SequenceCompareTo(names[right].Span));
            return;
        }

        var rented = ArrayPool<ulong>.Shared.Rent(order.Length);
        var keys = rented.AsSpan(0, order.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = Key(names[order[i]].Span, depth);
        }

        keys.Sort(order);
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
            {
                end++;
            }

            if (end - start > 1)
            {
                // A key whose last byte is 0 may be the end of a name as well as zeros in it: only a comparison tells.
                Sort(names, order[start..end], (byte)keys[start] == 0 ? DeepestKey + 1 : depth + KeySize);
            }

            start = end;
        }

        ArrayPool<ulong>.Shared.Return(rented);
    }

    private static ulong Key(ReadOnlySpan<byte> name, int depth)
    {
        if (name.Length >= depth + KeySize)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(name[depth..]);
        }

        Span<byte> padded = stackalloc byte[KeySize];
        padded.Clear();
        if (depth < name.Length)
        {
            name[depth..].CopyTo(padded);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
