namespace CovTools.Profiles;

/// <summary>The orders that LLVM's containers have when a profile is written; its files depend on them.</summary>
internal static class HashTableOrder
{
    /// <summary>
    /// Order in which releases before 17 visit their functions: the slots of a StringMap filled in order of first appearance
    /// (llvm/Support/StringMap.cpp: 16 slots, growing at 3/4, steps +1, +2, … on collisions).
    /// </summary>
    public static int[] OfNames(ReadOnlySpan<ProfileName> names)
    {
        var slots = NewSlots(16);
        var hashes = new uint[names.Length];
        for (var i = 0; i < hashes.Length; i++)
        {
            hashes[i] = Djb(names[i].Bytes.Span);
            Insert(slots, hashes[i], i, linear: false);
            if ((i + 1L) * 4 > slots.Length * 3L)
            {
                var old = slots;
                slots = NewSlots(old.Length * 2);
                foreach (var index in old)
                {
                    if (index >= 0)
                    {
                        Insert(slots, hashes[index], index, linear: false);
                    }
                }
            }
        }

        return Occupied(slots, hashes.Length);
    }

    /// <summary>
    /// Order of the records of one name: slots of a SmallDenseMap keyed by function hash (llvm/ADT/DenseMap.h: 4 slots, then 64 and doubling at 3/4).
    /// </summary>
    public static int[] OfFunctionHashes(ReadOnlySpan<ulong> hashes, LlvmRelease release)
    {
        var slots = NewSlots(4);
        for (var i = 0; i < hashes.Length; i++)
        {
            if ((i + 1L) * 4 >= slots.Length * 3L)
            {
                var old = slots;
                slots = NewSlots(Math.Max(64, old.Length * 2));
                foreach (var index in old)
                {
                    if (index >= 0)
                    {
                        Insert(slots, DenseHash(hashes[index], release), index, release.ProbesLinearly);
                    }
                }
            }

            Insert(slots, DenseHash(hashes[i], release), i, release.ProbesLinearly);
        }

        return Occupied(slots, hashes.Length);
    }

    private static int[] NewSlots(int count)
    {
        var slots = new int[count];
        Array.Fill(slots, -1);
        return slots;
    }

    private static void Insert(int[] slots, uint hash, int index, bool linear)
    {
        var mask = (uint)slots.Length - 1;
        var slot = hash & mask;
        for (var step = 1U; slots[slot] >= 0; step++)
        {
            slot = (slot + (linear ? 1 : step)) & mask;
        }

        slots[slot] = index;
    }

    private static int[] Occupied(int[] slots, int count)
    {
        var order = new int[count];
        var next = 0;
        foreach (var index in slots)
        {
            if (index >= 0)
            {
                order[next++] = index;
            }
        }

        return order;
    }

    private static uint Djb(ReadOnlySpan<byte> name)
    {
        var hash = 0U;
        foreach (var value in name)
        {
            hash = unchecked((hash * 33) + value);
        }

        return hash;
    }

    private static uint DenseHash(ulong key, LlvmRelease release)
    {
        if (!release.MixesHashes)
        {
            return unchecked((uint)(key * 37));
        }

        var mixed = unchecked(key * 0xBF58476D1CE4E5B9UL);
        return unchecked((uint)(mixed ^ (mixed >> 31)));
    }
}
