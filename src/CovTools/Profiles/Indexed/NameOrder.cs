using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>
/// Names in the order of their bytes: quicksort in three parts (Bentley and Sedgewick, "Fast algorithms for sorting and searching strings", 1997) by
/// eight bytes at a time. Mangled names share long prefixes; each is looked at once per eight bytes. Ours, because the platform's sort is compiled anew at
/// every start for keys with items, which takes longer than the sorting.
/// </summary>
internal sealed class NameOrder
{
    private const int KeySize = sizeof(ulong);

    /// <summary>So few are sorted by inserting.</summary>
    private const int FewNames = 16;

    /// <summary>So many are worth a second thread.</summary>
    private const int ManyNames = 1 << 14;

    private readonly ArraySegment<byte>[] _names;
    private readonly ulong[] _keys;
    private readonly int[] _order;

    private NameOrder(ReadOnlySpan<ProfileName> names)
    {
        _names = new ArraySegment<byte>[names.Length];
        _keys = new ulong[names.Length];
        _order = new int[names.Length];
        for (var i = 0; i < _order.Length; i++)
        {
            _names[i] = MemoryMarshal.TryGetArray(names[i].Bytes, out var bytes) ? bytes : names[i].Bytes.ToArray();
            _order[i] = i;
        }
    }

    /// <summary>Indices of the names, sorted by unsigned bytes; of two, one of which is the other's beginning, the shorter first.</summary>
    public static int[] Sorted(ReadOnlySpan<ProfileName> names)
    {
        var order = new NameOrder(names);
        order.Sort(0, order._order.Length, 0, readsKeys: true, (2 * BitOperations.Log2((uint)names.Length + 1)) + 16);
        return order._order;
    }

    /// <param name="start">First place.</param>
    /// <param name="end">Behind the last place.</param>
    /// <param name="depth">Bytes that the names have in common; keys are the next ones.</param>
    /// <param name="readsKeys">The keys are still those of fewer bytes.</param>
    /// <param name="budget">How many more uneven cuts a well-mixed list could need; hostile ones are sorted by comparing.</param>
    private void Sort(int start, int end, int depth, bool readsKeys, int budget)
    {
        while (end - start > FewNames && budget > 0)
        {
            if (readsKeys)
            {
                for (var i = start; i < end; i++)
                {
                    _keys[i] = Key(_names[_order[i]], depth);
                }
            }

            var pivot = Pivot(start, end);
            var (below, above) = Partition(start, end, pivot);
            if (below - start + end - above < ManyNames)
            {
                Sort(start, below, depth, readsKeys: false, budget - 1);
                Sort(above, end, depth, readsKeys: false, budget - 1);
            }
            else
            {
                var (first, last, common) = (start, end, depth);
                Parallel.Invoke(() => Sort(first, below, common, readsKeys: false, budget - 1), () => Sort(above, last, common, readsKeys: false, budget - 1));
            }

            // A key that ends with a zero may be the end of a name as well as a zero in it: only whole names tell.
            (start, end, depth, readsKeys, budget) = (below, above, depth + KeySize, true, (byte)pivot == 0 ? 0 : budget);
        }

        if (end - start <= FewNames)
        {
            Insert(start, end);
        }
        else
        {
            _order.AsSpan(start, end - start).Sort((left, right) => _names[left].AsSpan().SequenceCompareTo(_names[right].AsSpan()));
        }
    }

    /// <summary>The middle one of three keys.</summary>
    private ulong Pivot(int start, int end)
    {
        var count = (uint)(end - start);
        var (a, b, c) = (_keys[start + (count * 3 / 16)], _keys[start + (count / 2)], _keys[start + (count * 13 / 16)]);
        return Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
    }

    /// <summary>Puts smaller keys to the front and greater ones to the end.</summary>
    /// <returns>Where equal ones start and end.</returns>
    private (int Below, int Above) Partition(int start, int end, ulong pivot)
    {
        var (below, next, above) = (start, start, end);
        while (next < above)
        {
            var key = _keys[next];
            if (key < pivot)
            {
                Swap(below++, next++);
            }
            else if (key > pivot)
            {
                Swap(next, --above);
            }
            else
            {
                next++;
            }
        }

        return (below, above);
    }

    private void Swap(int left, int right)
    {
        (_keys[left], _keys[right]) = (_keys[right], _keys[left]);
        (_order[left], _order[right]) = (_order[right], _order[left]);
    }

    private void Insert(int start, int end)
    {
        for (var i = start + 1; i < end; i++)
        {
            var index = _order[i];
            var name = _names[index].AsSpan();
            var place = i;
            for (; place > start && _names[_order[place - 1]].AsSpan().SequenceCompareTo(name) > 0; place--)
            {
                _order[place] = _order[place - 1];
            }

            _order[place] = index;
        }
    }

    private static ulong Key(ArraySegment<byte> name, int depth)
    {
        if (name.Count >= depth + KeySize)
        {
            return BinaryPrimitives.ReadUInt64BigEndian(name.AsSpan(depth));
        }

        Span<byte> padded = stackalloc byte[KeySize];
        padded.Clear();
        if (depth < name.Count)
        {
            name.AsSpan(depth).CopyTo(padded);
        }

        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
