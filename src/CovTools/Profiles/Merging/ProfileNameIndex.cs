using System.Numerics;

namespace CovTools.Profiles;

/// <summary>Finds a name among those of a profile: open addressing by name hash, which is an MD5 and needs no further mixing; the bytes decide.</summary>
internal sealed class ProfileNameIndex
{
    private Slot[] _slots = new Slot[64];
    private int _count;

    /// <summary>The index of a name, or -1.</summary>
    /// <param name="names">All names that were added.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="name">Its bytes.</param>
    public int Find(ReadOnlySpan<ProfileName> names, ulong hash, ReadOnlySpan<byte> name)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        for (var i = (int)hash & mask; slots[i].Number != 0; i = (i + 1) & mask)
        {
            if (slots[i].Hash == hash && names[slots[i].Number - 1].Bytes.Span.SequenceEqual(name))
            {
                return slots[i].Number - 1;
            }
        }

        return -1;
    }

    /// <summary>The index of the first name with that hash, or -1.</summary>
    public int Find(ulong hash)
    {
        var slots = _slots;
        var mask = slots.Length - 1;
        var i = (int)hash & mask;
        while (slots[i].Number != 0 && slots[i].Hash != hash)
        {
            i = (i + 1) & mask;
        }

        return slots[i].Number - 1;
    }

    /// <summary>Adds the name with the next index: the first is 0.</summary>
    public void Add(ulong hash)
    {
        Reserve(_count + 1);
        Put(_slots, new Slot { Hash = hash, Number = ++_count });
    }

    /// <summary>Makes room for so many names in all.</summary>
    public void Reserve(int count)
    {
        if (count * 2L > _slots.Length)
        {
            Grow(count);
        }
    }

    private static void Put(Slot[] slots, Slot slot)
    {
        var mask = slots.Length - 1;
        var i = (int)slot.Hash & mask;
        while (slots[i].Number != 0)
        {
            i = (i + 1) & mask;
        }

        slots[i] = slot;
    }

    private void Grow(int count)
    {
        var slots = new Slot[checked((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(_slots.Length + 1, count * 2L)))];
        foreach (var slot in _slots)
        {
            if (slot.Number != 0)
            {
                Put(slots, slot);
            }
        }

        _slots = slots;
    }

    /// <summary>A name's hash and its index plus one; 0 marks a free slot.</summary>
    private struct Slot
    {
        public ulong Hash;
        public int Number;
    }
}
