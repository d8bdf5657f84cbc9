using System.Text;
using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>Lines and marks at the edges; identity with llvm-cov is tested with real programs.</summary>
public sealed class LineRendererTests
{
    private static readonly LineCoverage s_line = new(1, 5, IsMapped: true, HasMultipleRegions: true, FirstSegment: 0, SegmentCount: 0, WrappedSegment: -1);

    [Fact]
    public void WhatDidNotRunIsRed() =>
        Text("if (x) y;", Entry(8, 0), Back(10, 5)).ShouldBe("if (x) \e[0;41my;\e[0m\n");

    [Fact]
    public void AnExpansionThatRanIsCyan() =>
        Text("f(MAX);", expansionColumn: 3, Entry(3, 5), Back(6, 5)).ShouldBe("f(\e[0;46mMAX\e[0m);\n");

    [Fact]
    public void WhatDidNotRunOnAnEarlierLineIsRedFromTheStart() =>
        WrappedText("  y;", Entry(9, 0), Back(5, 1)).ShouldBe("\e[0;41m  y;\e[0m\n");

    [Theory]
    [InlineData(0U)]
    [InlineData(1U)]
    [InlineData(4U)]
    [InlineData(5U)]
    [InlineData(uint.MaxValue)]
    public void NoByteIsLostWhateverTheColumn(uint column)
    {
        var shown = Text("abcd", Entry(1, 5), Entry(column, 0), Back(column, 5));

        shown.Replace("\e[0;41m", "", StringComparison.Ordinal).Replace("\e[0;46m", "", StringComparison.Ordinal).Replace("\e[0m", "", StringComparison.Ordinal).ShouldEndWith("abcd\n");
    }

    [Fact]
    public void MarksStandBelowWhereRegionsStart() =>
        Markers(Entry(3, 1), Entry(9, 1200), Entry(12, 5), Back(20, 5)).ShouldBe("                ^1    ^1.20k\n");

    [Fact]
    public void ALineWhoseRegionsHaveItsCountHasNoMarks()
    {
        CoverageSegment[] segments = [Entry(3, 5), Back(9, 5)];

        LineRenderer.HasMarkers(s_line with { SegmentCount = 2 }, segments).ShouldBeFalse();
        LineRenderer.HasMarkers(s_line with { SegmentCount = 2, Count = 6 }, segments).ShouldBeTrue();
        LineRenderer.HasMarkers(s_line, segments).ShouldBeFalse();
    }

    private static CoverageSegment Entry(uint column, ulong count) => new(1, column, count, HasCount: true, IsRegionEntry: true, IsGapRegion: false);

    private static CoverageSegment Back(uint column, ulong count) => new(1, column, count, HasCount: true, IsRegionEntry: false, IsGapRegion: false);

    private static string Text(string text, params CoverageSegment[] segments) => Text(text, 0, null, segments);

    private static string Text(string text, uint expansionColumn, params CoverageSegment[] segments) => Text(text, expansionColumn, null, segments);

    private static string WrappedText(string text, CoverageSegment wrapped, params CoverageSegment[] segments) => Text(text, 0, wrapped, segments);

    private static string Text(string text, uint expansionColumn, CoverageSegment? wrapped, CoverageSegment[] segments) => Render(renderer =>
    {
        CoverageSegment[] all = wrapped is { } before ? [before, .. segments] : segments;
        var first = all.Length - segments.Length;
        renderer.Text(Encoding.UTF8.GetBytes(text), s_line with { FirstSegment = first, SegmentCount = segments.Length, WrappedSegment = first - 1 }, all, expansionColumn);
    });

    private static string Markers(params CoverageSegment[] segments) => Render(renderer => renderer.Markers(s_line with { SegmentCount = segments.Length }, segments, 0));

    private static string Render(Action<LineRenderer> render)
    {
        using var output = new MemoryStream();
        var text = new ByteText(output);
        var options = new ShowOptions { HasColor = true };
        render(new LineRenderer(text, new ViewFrame(text, options), options));
        text.Flush();
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
