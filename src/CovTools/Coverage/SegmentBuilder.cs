using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Turns the nested regions of one file into a sequence of segments, as SegmentBuilder in CoverageMapping.cpp does.
/// Takes n log n steps however the regions nest. Reusable, not safe for concurrent use.
/// </summary>
/// <typeparam name="TCount">A number, or a reference to one that is not known yet.</typeparam>
internal sealed class SegmentBuilder<TCount>
    where TCount : struct, IEquatable<TCount>
{
    private const int None = -1;

    private readonly MappingBuffer<ViewSegment<TCount>> _segments = new();

    // Regions that have started and not ended: by end, and in the order in which they started.
    private readonly PriorityQueue<int, UInt128> _byEnd = new();
    private readonly List<int> _byStart = [];
    private readonly List<int> _completed = [];
    private readonly List<bool> _isOpen = [];

    /// <summary>Builds the segments of sorted, combined regions.</summary>
    /// <returns>Segments, valid until the next call.</returns>
    public ReadOnlySpan<ViewSegment<TCount>> Build(ReadOnlySpan<CountedSpan<TCount>> regions)
    {
        _segments.Clear();
        _byEnd.Clear();
        _byStart.Clear();
        _isOpen.Clear();
        for (var i = 0; i < regions.Length; i++)
        {
            _isOpen.Add(false);
            CompleteUntil(regions, regions[i].Start);
            if (regions[i].IsEmpty)
            {
                AddEmpty(regions, i);
                continue;
            }

            if (i + 1 == regions.Length || regions[i].Start != regions[i + 1].Start)
            {
                AddSegment(regions[i], regions[i].Start, isEntry: !regions[i].IsGap);
            }

            _isOpen[i] = true;
            _byStart.Add(i);
            _byEnd.Enqueue(i, ((UInt128)regions[i].End << 32) | (uint)i);
        }

        CompleteAll(regions);
        return _segments.Items;
    }

    private void AddEmpty(ReadOnlySpan<CountedSpan<TCount>> regions, int index)
    {
        var region = regions[index];
        var isSkipped = index + 1 == regions.Length || region.Kind == RegionKind.Skipped;
        var around = LastOpen();
        AddSegment(around == None ? region : regions[around], region.Start, isEntry: !region.IsGap, isSkipped);
        if (isSkipped && around != None)
        {
            AddSegment(regions[around], region.Start, isEntry: false);
        }
    }

    private void CompleteUntil(ReadOnlySpan<CountedSpan<TCount>> regions, ulong position)
    {
        _completed.Clear();
        while (_byEnd.TryPeek(out var first, out _) && regions[first].End <= position)
        {
            _completed.Add(_byEnd.Dequeue());
            _isOpen[first] = false;
        }

        if (_completed.Count == 0)
        {
            return;
        }

        AddCompleted(regions, position);
        var lastEnd = regions[_completed[^1]].End;
        if (lastEnd == position)
        {
            return;
        }

        // Text between the last completed region and the next one belongs to the region around them, if there is one.
        var around = LastOpen();
        AddSegment(around == None ? regions[_completed[^1]] : regions[around], lastEnd, isEntry: false, isSkipped: around == None);
    }

    private void CompleteAll(ReadOnlySpan<CountedSpan<TCount>> regions)
    {
        _completed.Clear();
        while (_byEnd.TryDequeue(out var next, out _))
        {
            _completed.Add(next);
        }

        if (_completed.Count > 0)
        {
            AddCompleted(regions, null);
            AddSegment(regions[_completed[^1]], regions[_completed[^1]].End, isEntry: false, isSkipped: true);
        }
    }

    /// <summary>Where one completed region ends and another goes on, the latter's count holds: of several that end together, the last one's.</summary>
    private void AddCompleted(ReadOnlySpan<CountedSpan<TCount>> regions, ulong? until)
    {
        for (var i = 1; i < _completed.Count; i++)
        {
            var position = regions[_completed[i - 1]].End;
            if (position == until)
            {
                return;
            }

            var end = regions[_completed[i]].End;
            if (position == end)
            {
                continue;
            }

            var last = i;
            while (last + 1 < _completed.Count && regions[_completed[last + 1]].End == end)
            {
                last++;
            }

            AddSegment(regions[_completed[last]], position, isEntry: false);
        }
    }

    private int LastOpen()
    {
        while (_byStart.Count > 0)
        {
            if (_isOpen[_byStart[^1]])
            {
                return _byStart[^1];
            }

            _byStart.RemoveAt(_byStart.Count - 1);
        }

        return None;
    }

    private void AddSegment(in CountedSpan<TCount> region, ulong position, bool isEntry, bool isSkipped = false)
    {
        var hasCount = !isSkipped && region.Kind != RegionKind.Skipped;
        var count = hasCount ? region.Count : default;
        var mayVanish = false;
        if (_segments.Count > 0 && !isEntry && !isSkipped)
        {
            ref readonly var last = ref _segments[_segments.Count - 1];
            mayVanish = last.HasCount == hasCount && !last.IsEntry;
            if (mayVanish && last.Count.Equals(count))
            {
                return;
            }
        }

        _segments.Add(new ViewSegment<TCount>(position, count, hasCount, isEntry, hasCount && region.IsGap, mayVanish));
    }
}
