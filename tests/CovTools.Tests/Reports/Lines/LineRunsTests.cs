using CovTools.Reports;

namespace CovTools.Tests.Reports.Lines;

public sealed class LineRunsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void LinesAreThoseThatWereGivenHoweverTheyAreRead(int seed)
    {
        var random = new Random(seed);
        var line = 0U;
        var expected = Enumerable.Range(0, 500).Select(_ => (Line: line += random.Next(4) == 0 ? (uint)random.Next(2, 9) : 1, Count: (ulong)random.Next(3))).ToList();

        var runs = new LineRuns(expected, LineBranches.Of([]));

        runs.Count.ShouldBe(expected.Count);
        runs.Select(static found => (found.Line, found.Count)).ShouldBe(expected);
        Enumerable.Range(0, runs.Count).Select(index => (runs[index].Line, runs[index].Count)).ShouldBe(expected);
    }

    [Fact]
    public void WithoutLinesThereIsNothing()
    {
        var runs = new LineRuns([], LineBranches.Of([]));

        runs.ShouldBeEmpty();
        Should.Throw<ArgumentOutOfRangeException>(() => runs[0]);
    }

    [Fact]
    public void LinesOfSeveralFilesAreOneWithTheLargestCount() =>
        MergedLines.Of([[(1, 5UL), (2, 0), (9, 1)], [], [(2, 3UL), (3, 1), (9, 0)]]).ShouldBe([(1U, 5UL), (2U, 3UL), (3U, 1UL), (9U, 1UL)]);
}
