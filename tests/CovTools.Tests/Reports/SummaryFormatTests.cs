using System.Xml;
using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>CSV, Markdown and badge.</summary>
public sealed class SummaryFormatTests
{
    [Fact]
    public void CsvHasARowPerFileAndTheTotals()
    {
        var rows = SampleFiles.Text(writer => CsvReport.Write(writer, SampleSummary.Small)).Split('\n');

        rows[0].ShouldStartWith("metric,row,path,regions,regions_covered,regions_percent,functions,");
        rows[1].ShouldStartWith("llvm,file,/w/a.c,10,9,90.00,1,1,100.00,1,1,100.00,10,9,90.00,0,0,");
        rows[2].ShouldStartWith("llvm,file,\"/w/sub/b, \"\"c\"\".c\",3,1,33.33,");
        rows[3].ShouldStartWith("llvm,file,/w/sub/empty.h,0,0,,");
        rows[4].ShouldStartWith("llvm,total,,13,10,76.92,2,2,100.00,");
        rows[5].ShouldBe("");
        rows.Length.ShouldBe(6);
    }

    [Fact]
    public void MarkdownHasTotalsDirectoriesAndTheWorstFiles()
    {
        var text = SampleFiles.Text(writer => MarkdownReport.Write(writer, SampleSummary.Small, new MarkdownOptions { Title = "A|b" }));

        text.ShouldStartWith("# A\\|b\n\nMetric: `llvm`. Files: 3.\n");
        text.ShouldContain("| lines | 10 | 13 | 76.92% |\n");
        text.ShouldContain("| branches | 0 | 0 | - |\n");
        text.ShouldContain("| `/w` | 9/10 (90.00%) | - | 1/1 (100.00%) | 9/10 (90.00%) |\n");
        text.ShouldContain("| `/w/sub` | 1/3 (33.33%) |");
        text.IndexOf("`/w/sub/b, ", StringComparison.Ordinal).ShouldBeLessThan(text.IndexOf("`/w/a.c`", StringComparison.Ordinal));
        text.ShouldNotContain("`/w/sub/empty.h`");
    }

    [Fact]
    public void MarkdownIsBoundedAndNamesCannotBreakTables()
    {
        var files = Enumerable.Range(0, 5000).Select(i => ($"/d{i}/`|<b>\n{new string('x', 5000)}", 0, 5)).ToArray();

        var text = SampleFiles.Text(writer => MarkdownReport.Write(writer, SampleSummary.Of(files)));

        text.Length.ShouldBeLessThan(40_000);
        text.ShouldContain("4980 more are not listed.");
        text.ShouldContain("4950 more are not listed.");
        foreach (var row in text.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            row.Count(character => character == '|').ShouldBe(6);
            row.Count(character => character == '`').ShouldBe(2);
        }
    }

    [Theory]
    [InlineData(80, 100, "#1a7f37", "80%")]
    [InlineData(7999, 10000, "#9a6700", "79%")]
    [InlineData(49, 100, "#cf222e", "49%")]
    [InlineData(0, 0, "#6e7781", "unknown")]
    public void TheBadgeHasTheColourOfItsPercentage(int covered, int total, string colour, string value)
    {
        var svg = SampleFiles.Text(writer => BadgeReport.Write(writer, SampleSummary.Of(("a.c", covered, total)), new BadgeOptions { Label = "<&\"\u0001" }));

        svg.ShouldContain($"fill=\"{colour}\"");
        svg.ShouldContain($">{value}</text>");
        svg.ShouldContain(">&lt;&amp;&quot;\uFFFD</text>");
        svg.ShouldContain("line coverage (llvm)");
        new XmlDocument().LoadXml(svg);
    }

    [Fact]
    public void PercentagesAreRoundedDown()
    {
        PercentText.Of(new Metric(99_999, 100_000)).ShouldBe("99.99");
        PercentText.Of(new Metric(long.MaxValue, long.MaxValue)).ShouldBe("100.00");
        PercentText.Of(new Metric(2, 3), 0).ShouldBe("66");
    }
}
