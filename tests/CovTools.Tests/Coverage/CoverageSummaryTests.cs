using CovTools.Coverage;

namespace CovTools.Tests.Coverage;

public sealed class CoverageSummaryTests
{
    [Fact]
    public void WithinKeepsChosenFilesAndTheirTotals()
    {
        var one = new CoverageTotals(new(1, 2), new(1, 1), new(1, 1), new(3, 5), new(1, 4));
        var two = new CoverageTotals(new(5, 6), new(2, 3), new(4, 4), new(7, 8), new(0, 2));
        var summary = new CoverageSummary([new("a/x.c", one), new("b/y.c", two)], one + two, 2, 1);

        var within = summary.Within(path => path.StartsWith("b/", StringComparison.Ordinal));

        within.Files.ShouldHaveSingleItem().Path.ShouldBe("b/y.c");
        within.Totals.ShouldBe(two);
        (within.MismatchedFunctions, within.UnfitFunctions).ShouldBe((2, 1));
    }

    [Fact]
    public void PercentOfNothingIsZero()
    {
        new Metric(0, 0).Percent.ShouldBe(0);
        new Metric(1, 8).Percent.ShouldBe(12.5);
        new Metric(1, 8).Missed.ShouldBe(7);
    }
}
