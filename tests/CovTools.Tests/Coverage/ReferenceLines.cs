using CovTools.Mapping;

namespace CovTools.Tests.Coverage;

/// <summary>
/// Lines of one function as LLVM computes them, with the counts at hand: segments by sorting and sweeping, then line by
/// line. Slow and literal; the library computes the same from what it worked out before it knew the counts.
/// </summary>
internal sealed class ReferenceLines(bool entryMapsLine, bool skipsEmptyRegions)
{
    private readonly List<Segment> _segments = [];
    private List<Region> _active = [];

    public (long Covered, long Total) Count(IEnumerable<Region> input)
    {
        var regions = Combine([.. input.OrderBy(r => r.Start).ThenByDescending(r => r.End).ThenBy(r => r.Kind)]);
        Sweep(regions);
        long covered = 0, total = 0;
        Segment? wrapped = null;
        for (var line = _segments[0].Position.Line; line <= _segments[^1].Position.Line; line++)
        {
            var own = _segments.Where(s => s.Position.Line == line).ToList();
            var (isMapped, count) = Line(own, wrapped);
            total += isMapped ? 1 : 0;
            covered += isMapped && count != 0 ? 1 : 0;
            wrapped = own.Count > 0 ? own[^1] : wrapped;
        }

        return (covered, total);
    }

    private static List<Region> Combine(List<Region> sorted)
    {
        var result = new List<Region>();
        foreach (var region in sorted)
        {
            if (result.Count == 0 || result[^1].Start != region.Start || result[^1].End != region.End)
            {
                result.Add(region);
            }
            else if (result[^1].Kind == region.Kind)
            {
                result[^1] = result[^1] with { Count = unchecked(result[^1].Count + region.Count) };
            }
        }

        return result;
    }

    private (bool IsMapped, ulong Count) Line(List<Segment> own, Segment? wrapped)
    {
        var starts = own.Where(s => !s.IsGap && s.HasCount && s.IsEntry).ToList();
        var startsSkipped = own.Count > 0 && !own[0].HasCount && own[0].IsEntry;
        var isMapped = !startsSkipped && ((wrapped is not null && wrapped.HasCount) || starts.Count > 0);
        isMapped |= entryMapsLine && own.Exists(s => s.IsEntry && s.HasCount);
        return (isMapped, starts.Select(s => s.Count).Append(wrapped?.Count ?? 0).Max());
    }

    private void Start(Region region, (uint Line, uint Column) position, bool isEntry, bool skip = false)
    {
        var hasCount = !skip && region.Kind != RegionKind.Skipped;
        if (_segments.Count > 0 && !isEntry && !skip)
        {
            var last = _segments[^1];
            if (last.HasCount == hasCount && last.Count == region.Count && !last.IsEntry)
            {
                return;
            }
        }

        _segments.Add(hasCount ? new Segment(position, region.Count, true, isEntry, region.Kind == RegionKind.Gap) : new Segment(position, 0, false, isEntry, false));
    }

    private void Complete((uint, uint)? until, int first)
    {
        var done = _active.Skip(first).OrderBy(r => r.End).ToList();
        for (var i = 1; i < done.Count; i++)
        {
            var region = done[i];
            var position = done[i - 1].End;
            if (until == position)
            {
                break;
            }

            if (position == region.End)
            {
                continue;
            }

            Start(done.Last(r => r.End == region.End), position, false);
        }

        var last = done[^1];
        if (first > 0 && last.End != until)
        {
            Start(_active[first - 1], last.End, false);
        }
        else if (first == 0 && last.End != until)
        {
            Start(last, last.End, false, skip: true);
        }

        _active.RemoveRange(first, _active.Count - first);
    }

    private void Sweep(List<Region> regions)
    {
        for (var i = 0; i < regions.Count; i++)
        {
            var region = regions[i];
            var ended = _active.Where(r => r.End.CompareTo(region.Start) <= 0).ToList();
            if (ended.Count > 0)
            {
                _active = [.. _active.Except(ended), .. ended];
                Complete(region.Start, _active.Count - ended.Count);
            }

            var isGap = region.Kind == RegionKind.Gap;
            var isLast = i + 1 == regions.Count;
            if (region.Start == region.End)
            {
                var skip = isLast || (skipsEmptyRegions && region.Kind == RegionKind.Skipped);
                Start(_active.Count == 0 ? region : _active[^1], region.Start, !isGap, skip);
                if (skipsEmptyRegions && skip && _active.Count > 0)
                {
                    Start(_active[^1], region.Start, false);
                }

                continue;
            }

            if (isLast || region.Start != regions[i + 1].Start)
            {
                Start(region, region.Start, !isGap);
            }

            _active.Add(region);
        }

        if (_active.Count > 0)
        {
            Complete(null, 0);
        }
    }

    internal sealed record Region((uint Line, uint Column) Start, (uint Line, uint Column) End, RegionKind Kind, ulong Count);

    private sealed record Segment((uint Line, uint Column) Position, ulong Count, bool HasCount, bool IsEntry, bool IsGap);
}
