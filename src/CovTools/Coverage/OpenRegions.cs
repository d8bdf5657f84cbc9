using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Numbers of regions that have started, taken out in the order of their ends; of those with the same end the one that was added first. Regions nearly always nest: then this is a
/// stack. Those that end behind the one around them wait in a heap, so that no input makes it slow. Not safe for concurrent use.
/// </summary>
internal sealed class OpenRegions
{
    private readonly MappingBuffer<(int Region, ulong End)> _nested = new();
    private readonly PriorityQueue<int, UInt128> _others = new();

    public void Clear()
    {
        _nested.Clear();
        _others.Clear();
    }

    /// <summary>Adds a region.</summary>
    /// <param name="region">Its number, larger than those of all regions that were added before.</param>
    /// <param name="end">Line and column of its end as one number that sorts.</param>
    public void Add(int region, ulong end)
    {
        // Of equal ends the older region comes first: the younger one may not lie on top of it.
        if (_nested.Count == 0 || end < _nested[_nested.Count - 1].End)
        {
            _nested.Add((region, end));
        }
        else
        {
            _others.Enqueue(region, Key(region, end));
        }
    }

    /// <summary>Takes the next region out if it ends at <paramref name="position"/> or before.</summary>
    public bool TryTake(ulong position, out int region)
    {
        var hasNested = _nested.Count > 0 && _nested[_nested.Count - 1].End <= position;
        if (_others.Count > 0 && _others.TryPeek(out region, out var key) && (ulong)(key >> 32) <= position)
        {
            var top = hasNested ? _nested[_nested.Count - 1] : default;
            if (!hasNested || key < Key(top.Region, top.End))
            {
                _others.Dequeue();
                return true;
            }
        }

        region = hasNested ? _nested[_nested.Count - 1].Region : -1;
        if (hasNested)
        {
            _nested.Truncate(_nested.Count - 1);
        }

        return hasNested;
    }

    private static UInt128 Key(int region, ulong end) => ((UInt128)end << 32) | (uint)region;
}
