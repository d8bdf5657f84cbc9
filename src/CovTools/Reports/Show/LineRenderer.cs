using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>A line of source with its colours, and the marks of its regions (renderLine and renderRegionMarkers in SourceCoverageViewText.cpp).</summary>
internal sealed class LineRenderer(ByteText output, ViewFrame frame, ShowOptions options)
{
    /// <summary>The text of a line and its end.</summary>
    /// <param name="text">The line.</param>
    /// <param name="line">Its coverage.</param>
    /// <param name="segments">Segments of the view.</param>
    /// <param name="expansionColumn">Where an expansion starts that is shown below; 0: none.</param>
    public void Text(ReadOnlySpan<byte> text, in LineCoverage line, IReadOnlyList<CoverageSegment> segments, uint expansionColumn)
    {
        var highlight = line.WrappedSegment >= 0 && segments[line.WrappedSegment] is { IsGapRegion: false, HasCount: true, Count: 0 } ? AnsiColor.Red : default(AnsiColor?);
        var column = 1U;
        for (var i = line.FirstSegment; i < line.FirstSegment + line.SegmentCount; i++)
        {
            var segment = segments[i];
            var end = Math.Min(segment.Column, (uint)text.Length + 1);
            Part(text, column, end, highlight);
            column = end;
            var isDead = (!segment.IsGapRegion || highlight == AnsiColor.Red) && segment is { HasCount: true, Count: 0 };
            highlight = isDead ? AnsiColor.Red : column == expansionColumn ? AnsiColor.Cyan : null;
        }

        Part(text, column, (uint)text.Length + 1, highlight);
        output.Write("\n"u8);
    }

    /// <summary>Some region of the line has another count than the line.</summary>
    public static bool HasMarkers(in LineCoverage line, IReadOnlyList<CoverageSegment> segments)
    {
        for (var i = line.FirstSegment; i < line.FirstSegment + line.SegmentCount - 1; i++)
        {
            if (segments[i] is { IsRegionEntry: true, HasCount: true } segment && segment.Count != line.Count)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Marks with counts below the line, where regions start.</summary>
    public void Markers(in LineCoverage line, IReadOnlyList<CoverageSegment> segments, int depth)
    {
        frame.Prefix(depth);
        output.Spaces(frame.ColumnsWidth);
        var count = line.SegmentCount > 1 ? line.SegmentCount - 1 : line.SegmentCount;
        var column = 1L;
        for (var i = line.FirstSegment; i < line.FirstSegment + count; i++)
        {
            var segment = segments[i];
            if (!segment.IsRegionEntry || segment.Count == line.Count)
            {
                continue;
            }

            output.Spaces(segment.Column - column);
            var text = CountText.Of(segment.Count);
            output.Write("^"u8);
            output.Write(text);
            column = segment.Column + 1L + text.Length;
        }

        output.Write("\n"u8);
    }

    private void Part(ReadOnlySpan<byte> text, uint column, uint end, AnsiColor? color)
    {
        var start = (int)Math.Min(unchecked(column - 1), (uint)text.Length);
        var part = text.Slice(start, (int)Math.Min(unchecked(end - column), (uint)(text.Length - start)));
        if (color is { } shown && options.HasColor)
        {
            output.Start(shown, isBackground: true);
            output.Write(part);
            output.End();
        }
        else
        {
            output.Write(part);
        }
    }
}
