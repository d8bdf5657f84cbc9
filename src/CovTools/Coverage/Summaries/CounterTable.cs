using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Numbers counters in the order in which they come: a small hash table that is emptied and filled again for every function. Not safe for concurrent use.</summary>
internal sealed class CounterTable
{
    private const int Smallest = 32;

    /// <summary>By slot: 1 + number of the counter; 0: free.</summary>
    private readonly MappingBuffer<int> _slots = new();
    private readonly MappingBuffer<uint> _counters = new();

    public void Clear()
    {
        _slots.Fill(Smallest, 0);
        _counters.Clear();
    }

    /// <summary>The number of <paramref name="counter"/>; the next one, which is the count so far, when it is new.</summary>
    public int Number(Counter counter)
    {
        if (_counters.Count * 2 >= _slots.Count)
        {
            Grow();
        }

        ref var slot = ref Find(counter.Bits);
        if (slot == 0)
        {
            _counters.Add(counter.Bits);
            slot = _counters.Count;
        }

        return slot - 1;
    }

    private ref int Find(uint bits)
    {
        var mask = _slots.Count - 1;
        var slots = _slots.Items;
        for (var index = (int)((bits * 2654435769U) >> 8) & mask; ; index = (index + 1) & mask)
        {
            if (slots[index] == 0 || _counters[slots[index] - 1] == bits)
            {
                return ref slots[index];
            }
        }
    }

    private void Grow()
    {
        _slots.Fill(_slots.Count * 2, 0);
        for (var number = 0; number < _counters.Count; number++)
        {
            Find(_counters[number]) = number + 1;
        }
    }
}
