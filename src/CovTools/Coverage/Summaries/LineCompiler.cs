using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Works out which lines a function has and which counts cover each (LineCoverageStats in CoverageMapping.cpp).</summary>
internal sealed class LineCompiler(SummaryRules rules)
{
    private readonly List<Counter> _covering = [];
    private readonly List<(Counter Left, Counter Right)> _equal = [];

    /// <summary>Adds the lines from the first to the last segment.</summary>
    public void Compile(ReadOnlySpan<ViewSegment<Counter>> segments, ProgramBuilder program)
    {
        for (var start = 0; start < segments.Length;)
        {
            var line = segments[start].Line;
            var end = start + 1;
            while (end < segments.Length && segments[end].Line == line)
            {
                end++;
            }

            AddLine(segments, start, end, program);
            if (end < segments.Length && segments[end - 1].HasCount && segments[end].Line > line)
            {
                program.AddLines(segments[end - 1].Count, segments[end].Line - line - 1L);
            }

            start = end;
        }
    }

    private void AddLine(ReadOnlySpan<ViewSegment<Counter>> segments, int start, int end, ProgramBuilder program)
    {
        _covering.Clear();
        var isWrapped = start > 0 && segments[start - 1].HasCount;
        if (isWrapped)
        {
            AddCovering(segments[start - 1].Count);
        }

        var startsRegion = false;
        var hasEntry = false;
        for (var i = start; i < end; i++)
        {
            hasEntry |= segments[i].IsEntry && segments[i].HasCount;
            if (segments[i].StartsRegion)
            {
                startsRegion = true;
                AddCovering(segments[i].Count);
            }
        }

        // A line that begins with skipped text is not mapped; what it begins with can depend on segments that vanish.
        var mappedIfSkipped = rules.EntryMapsLine && hasEntry;
        var mappedOtherwise = isWrapped || startsRegion || mappedIfSkipped;
        var first = start;
        while (first < end && segments[first].MayVanish)
        {
            first++;
        }

        var canBeSkipped = first < end && segments[first].StartsSkipped;
        if (!canBeSkipped || mappedIfSkipped == mappedOtherwise)
        {
            AddLine(mappedOtherwise, program);
        }
        else if (first == start)
        {
            AddLine(mappedIfSkipped, program);
        }
        else
        {
            _equal.Clear();
            for (var i = start; i < first; i++)
            {
                _equal.Add((segments[i - 1].Count, segments[i].Count));
            }

            program.AddConditionalLine(_equal, mappedIfSkipped, mappedOtherwise, _covering);
        }
    }

    private void AddLine(bool isMapped, ProgramBuilder program)
    {
        if (isMapped)
        {
            program.AddLine(_covering);
        }
    }

    private void AddCovering(Counter count)
    {
        if (!count.IsZero && !_covering.Contains(count))
        {
            _covering.Add(count);
        }
    }
}
