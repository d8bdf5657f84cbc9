using CovTools.Coverage;
using CovTools.Tests.Reports;

namespace CovTools.Tests.Coverage;

public sealed class CoverageOutcomesTests
{
    [Theory]
    [InlineData(1, 2, false, "", "", true, true, CoverageOutcome.Measured)]
    [InlineData(1, 2, true, "aa", "bb", true, true, CoverageOutcome.Measured)]
    [InlineData(0, 2, false, "", "", false, false, CoverageOutcome.AllZero)]
    [InlineData(0, 2, false, "aa", "bb aa", false, false, CoverageOutcome.AllZero)]
    [InlineData(0, 2, false, "aa", "bb", false, false, CoverageOutcome.NoMatchingBinary)]
    [InlineData(0, 2, false, "AA", "aa", true, false, CoverageOutcome.NoMatchingBinary)]
    [InlineData(0, 2, false, "aa", "", false, false, CoverageOutcome.AllZero)]
    [InlineData(0, 2, true, "", "", true, false, CoverageOutcome.NoMatchingBinary)]
    [InlineData(0, 2, false, "", "", true, true, CoverageOutcome.AllZero)]
    [InlineData(0, 0, false, "", "", false, false, CoverageOutcome.NoFunctions)]
    [InlineData(0, 0, false, "", "", true, true, CoverageOutcome.NoFunctions)]
    [InlineData(0, 0, true, "", "", true, false, CoverageOutcome.NoMatchingBinary)]
    public void NothingMeasuredHasAReason(int covered, int total, bool hasMismatches, string profileIds, string objectIds, bool hasCounts, bool anyRan, CoverageOutcome expected)
    {
        var summary = new CoverageSummary([], SampleSummary.Totals(covered, total), 0, 0);

        CoverageOutcomes.Classify(summary, hasMismatches, Ids(profileIds), Ids(objectIds), hasCounts, () => anyRan).ShouldBe(expected);
    }

    private static string[] Ids(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
