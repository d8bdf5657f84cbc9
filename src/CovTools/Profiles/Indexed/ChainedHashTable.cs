using System.Numerics;

namespace CovTools.Profiles;

/// <summary>
/// LLVM's on-disk chained hash table (llvm/Support/OnDiskHashTable.h): how items spread over buckets. Every resize reverses chains, and the table
/// is resized once more before it is written, even to become smaller.
/// </summary>
internal sealed class ChainedHashTable
{
    private const int InitialBuckets = 64;

    private readonly ulong[] _hashes;
    private readonly int[] _next;
    private int[] _heads = NewHeads(InitialBuckets);

    /// <summary>Puts the names into buckets, in this order.</summary>
    public ChainedHashTable(ReadOnlySpan<ProfileName> names, ReadOnlySpan<int> order)
    {
        _hashes = new ulong[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            _hashes[i] = names[i].Hash;
        }

        _next = new int[names.Length];
        var count = 0L;
        foreach (var name in order)
        {
            count++;
            if (count * 4 >= _heads.Length * 3L)
            {
                Resize(_heads.Length * 2);
            }

            Push(_heads, name);
        }

        var target = count <= 2 ? 1 : (int)BitOperations.RoundUpToPowerOf2((ulong)(count * 4 / 3) + 1);
        if (target != _heads.Length)
        {
            Resize(target);
        }
    }

    /// <summary>A power of two.</summary>
    public int BucketCount => _heads.Length;

    /// <summary>The first name of a bucket; -1 when it is empty.</summary>
    public int First(int bucket) => _heads[bucket];

    /// <summary>The name after this one in its bucket; -1 after the last.</summary>
    public int Next(int name) => _next[name];

    private static int[] NewHeads(int count)
    {
        var heads = new int[count];
        Array.Fill(heads, -1);
        return heads;
    }

    private void Push(int[] heads, int name)
    {
        var bucket = (int)(_hashes[name] & ((ulong)heads.Length - 1));
        _next[name] = heads[bucket];
        heads[bucket] = name;
    }

    private void Resize(int count)
    {
        var heads = NewHeads(count);
        foreach (var head in _heads)
        {
            for (var name = head; name >= 0;)
            {
                var next = _next[name];
                Push(heads, name);
                name = next;
            }
        }

        _heads = heads;
    }
}
