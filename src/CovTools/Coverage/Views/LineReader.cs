namespace CovTools.Coverage;

/// <summary>Works out the lines of a view from its segments (LineCoverageIterator and LineCoverageStats in llvm/ProfileData/Coverage/CoverageMapping.cpp).</summary>
internal ref struct LineReader
{
    private readonly ReadOnlySpan<ViewSegment<ulong>> _segments;
    private readonly bool _entryMapsLine;
    private int _next;
    private uint _line;

    /// <param name="segments">The view's segments.</param>
    /// <param name="rules">What the release does.</param>
    public LineReader(ReadOnlySpan<ViewSegment<ulong>> segments, SummaryRules rules)
    {
        _segments = segments;
        _entryMapsLine = rules.EntryMapsLine;
        _line = segments.IsEmpty ? 0 : segments[0].Line;
    }

    private LineReader(ReadOnlySpan<ViewSegment<ulong>> segments, SummaryRules rules, int next, uint line)
        : this(segments, rules) => (_next, _line) = (next, line);

    /// <summary>The line that <see cref="Read"/> came to.</summary>
    public LineCoverage Current { get; private set; }

    /// <summary>Passes over the lines up to the next one with a segment. They are all alike: they have the count of the last segment.</summary>
    /// <param name="isMapped">Whether they have code.</param>
    /// <param name="count">Their count.</param>
    /// <returns>How many there are.</returns>
    public uint Skip(out bool isMapped, out ulong count)
    {
        (isMapped, count) = (false, 0);
        if (_next == 0 || _next >= _segments.Length)
        {
            return 0;
        }

        var lines = _segments[_next].Line - _line;
        (isMapped, count) = (_segments[_next - 1].HasCount, _segments[_next - 1].Count);
        _line = _segments[_next].Line;
        return lines;
    }

    /// <summary>All lines, one after the other.</summary>
    public static IEnumerable<LineCoverage> ReadAll(IEnumerable<CoverageSegment> view, SummaryRules rules)
    {
        ViewSegment<ulong>[] segments = [.. view.Select(static segment =>
            new ViewSegment<ulong>(((ulong)segment.Line << 32) | segment.Column, segment.Count, segment.HasCount, segment.IsRegionEntry, segment.IsGapRegion, MayVanish: false))];
        var (next, line) = (0, segments.Length == 0 ? 0 : segments[0].Line);
        while (TryRead(segments, rules, ref next, ref line) is { } current)
        {
            yield return current;
        }
    }

    /// <summary>Goes to the next line; lines run from the first segment's to the last one's.</summary>
    public bool Read()
    {
        if (_next >= _segments.Length)
        {
            return false;
        }

        var first = _next;
        while (_next < _segments.Length && _segments[_next].Line == _line)
        {
            _next++;
        }

        Current = Of(first, _next);
        _line++;
        return true;
    }

    private static LineCoverage? TryRead(ViewSegment<ulong>[] segments, SummaryRules rules, ref int next, ref uint line)
    {
        var reader = new LineReader(segments, rules, next, line);
        if (!reader.Read())
        {
            return null;
        }

        (next, line) = (reader._next, reader._line);
        return reader.Current;
    }

    private readonly LineCoverage Of(int first, int end)
    {
        var starts = 0;
        var hasEntry = false;
        var isWrapped = first > 0 && _segments[first - 1].HasCount;
        var count = first > 0 ? _segments[first - 1].Count : 0;
        for (var i = first; i < end; i++)
        {
            ref readonly var segment = ref _segments[i];
            hasEntry |= segment.IsEntry && segment.HasCount;
            if (segment.StartsRegion)
            {
                starts++;
                count = Math.Max(count, segment.Count);
            }
        }

        var startsSkipped = end > first && _segments[first].StartsSkipped;
        var isMapped = (!startsSkipped && (isWrapped || starts > 0)) || (_entryMapsLine && hasEntry);
        return new LineCoverage(_line, isMapped ? count : 0, isMapped, starts > 1, first, end - first, first - 1);
    }
}
