using System.Numerics;
using System.Security.Cryptography;

namespace CovTools.Objects;

/// <summary>Finds names by their hash: open addressing over the positions of the names. Immutable.</summary>
internal sealed class NameIndex
{
    private readonly ulong[] _hashes;
    private readonly int[] _slots;
    private readonly int _shift;

    /// <summary>Differs from table to table, so that no file can be made in which all names fall into one slot.</summary>
    private readonly ulong _multiplier = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    /// <summary>Indexes names by their hashes; the first of several names with one hash counts.</summary>
    public NameIndex(ulong[] hashes)
    {
        _hashes = hashes;
        var bits = 1 + BitOperations.Log2((uint)Math.Max(hashes.Length, 1)) + (BitOperations.IsPow2(hashes.Length) ? 0 : 1);
        _slots = new int[1 << Math.Min(bits, 30)];
        _shift = 64 - Math.Min(bits, 30);
        for (var i = 0; i < hashes.Length; i++)
        {
            ref var slot = ref FindSlot(hashes[i]);
            if (slot == 0)
            {
                slot = i + 1;
                Count++;
            }
        }
    }

    /// <summary>Number of different hashes.</summary>
    public int Count { get; }

    /// <summary>Position of the name with that hash; -1 when there is none.</summary>
    public int Find(ulong hash) => FindSlot(hash) - 1;

    /// <summary>Whether the name at that position is the one that is found by its hash.</summary>
    public bool IsFirst(int position) => Find(_hashes[position]) == position;

    /// <summary>Hash of the name at that position.</summary>
    public ulong HashAt(int position) => _hashes[position];

    private ref int FindSlot(ulong hash)
    {
        for (var slot = (int)(unchecked(hash * _multiplier) >> _shift); ; slot = (slot + 1) & (_slots.Length - 1))
        {
            ref var position = ref _slots[slot];
            if (position == 0 || _hashes[position - 1] == hash)
            {
                return ref position;
            }
        }
    }
}
