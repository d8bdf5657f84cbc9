using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class CoverageTextReportTests
{
    [Fact]
    public void ColumnsAreAlignedAndFilesWithoutFunctionsComeLast()
    {
        var first = new CoverageTotals(new(3, 4), new(1, 1), new(1, 2), new(10, 30), new(0, 0));
        var second = new CoverageTotals(new(0, 1200), new(0, 7), new(0, 7), new(1, 10000), new(5, 6));
        var summary = new CoverageSummary([new("/src/a.c", first), new("/src/macros.h", default), new("/src/long/name.cpp", second)], first + second, 0, 0);

        Text(summary).ShouldBe(
            """
            Filename            Regions  Missed   Cover  Functions  Missed  Executed  Lines  Missed   Cover  Branches  Missed   Cover
            -------------------------------------------------------------------------------------------------------------------------
            /src/a.c                  4       1  75.00%          1       0   100.00%     30      20  33.33%         0       0       -
            /src/long/name.cpp     1200    1200   0.00%          7       7     0.00%  10000    9999   0.01%         6       1  83.33%

            Files which contain no functions:
            /src/macros.h             0       0       -          0       0         -      0       0       -         0       0       -
            -------------------------------------------------------------------------------------------------------------------------
            TOTAL                  1204    1201   0.25%          8       7    12.50%  10030   10019   0.11%         6       1  83.33%

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void AnEmptySummaryIsHeaderAndTotals() =>
        Text(new CoverageSummary([], default, 0, 0)).Split('\n').Length.ShouldBe(5);

    private static string Text(CoverageSummary summary)
    {
        using var writer = new StringWriter { NewLine = "\r\n" };
        CoverageTextReport.Write(writer, summary);
        return writer.ToString();
    }
}
