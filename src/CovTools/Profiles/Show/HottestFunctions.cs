namespace CovTools.Profiles;

/// <summary>
/// The functions with the largest counts. Up to LLVM 21 the order of equal counts depends on the way in which the C++ library keeps a priority queue
/// (__push_heap and __adjust_heap in libstdc++'s bits/stl_heap.h); this one does the same. Since 22 it is the order of the file.
/// </summary>
internal sealed class HottestFunctions
{
    private readonly int _limit;
    private readonly bool _keepsOrder;
    private readonly List<(string Name, ulong Count)> _heap = [];

    /// <param name="limit">How many to keep; 0 or more.</param>
    /// <param name="release">Whose order equal counts get.</param>
    public HottestFunctions(int limit, LlvmRelease release) => (_limit, _keepsOrder) = (limit, release.Major >= 22);

    public void Add(string name, ulong count)
    {
        if (_limit == 0)
        {
            return;
        }

        if (_keepsOrder)
        {
            _heap.Add((name, count));
            return;
        }

        if (_heap.Count == _limit)
        {
            if (_heap[0].Count >= count)
            {
                return;
            }

            Pop();
        }

        _heap.Add((name, count));
        SiftUp(_heap.Count - 1, 0, (name, count));
    }

    /// <summary>The functions, largest count first. Can be taken once.</summary>
    public IReadOnlyList<(string Name, ulong Count)> Take()
    {
        if (_keepsOrder)
        {
            return [.. _heap.OrderByDescending(function => function.Count).Take(_limit)];
        }

        var sorted = new List<(string, ulong)>(_heap.Count);
        while (_heap.Count > 0)
        {
            sorted.Add(_heap[0]);
            Pop();
        }

        sorted.Reverse();
        return sorted;
    }

    private void Pop()
    {
        var value = _heap[^1];
        _heap.RemoveAt(_heap.Count - 1);
        if (_heap.Count == 0)
        {
            return;
        }

        // The hole at the top sinks to the bottom, past the smaller children; then the last item rises from there.
        var hole = 0;
        var child = 0;
        while (child < (_heap.Count - 1) / 2)
        {
            child = 2 * (child + 1);
            if (_heap[child].Count > _heap[child - 1].Count)
            {
                child--;
            }

            _heap[hole] = _heap[child];
            hole = child;
        }

        if (_heap.Count % 2 == 0 && child == (_heap.Count - 2) / 2)
        {
            child = (2 * child) + 1;
            _heap[hole] = _heap[child];
            hole = child;
        }

        SiftUp(hole, 0, value);
    }

    private void SiftUp(int hole, int top, (string Name, ulong Count) value)
    {
        while (hole > top && _heap[(hole - 1) / 2].Count > value.Count)
        {
            _heap[hole] = _heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }

        _heap[hole] = value;
    }
}
