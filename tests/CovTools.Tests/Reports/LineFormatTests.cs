using System.Text;
using System.Text.Json;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>SonarQube's and Codecov's formats.</summary>
public sealed class LineFormatTests
{
    [Fact]
    public void SonarHasLinesWithTheirBranches() =>
        Encoding.UTF8.GetString(SampleFiles.Write(stream => SonarReport.Write(stream, SampleFiles.All))).ShouldBe(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <!-- metric: llvm -->
            <coverage version="1">
             <file path="/w/empty.h" />
             <file path="/w/src/a &amp; &quot;b&quot;�.c">
              <lineToCover lineNumber="3" covered="true" />
              <lineToCover lineNumber="4" covered="true" branchesToCover="4" coveredBranches="3" />
              <lineToCover lineNumber="5" covered="false" />
              <lineToCover lineNumber="9" covered="true" branchesToCover="1" coveredBranches="1" />
             </file>
             <file path="/w/src/c.c">
              <lineToCover lineNumber="1" covered="false" />
             </file>
            </coverage>

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void CodecovHasCountsAndFractions()
    {
        var json = SampleFiles.Write(stream => CodecovReport.Write(stream, SampleFiles.All));

        using var document = JsonDocument.Parse(json);
        document.RootElement.GetProperty("metric").GetString().ShouldBe("llvm");
        var coverage = document.RootElement.GetProperty("coverage");
        coverage.GetProperty("/w/empty.h").EnumerateObject().ShouldBeEmpty();
        coverage.GetProperty("/w/src/c.c").GetRawText().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal).ShouldBe("""{"1":0}""");
        var lines = coverage.GetProperty("/w/src/a & \"b\"\u0001.c");
        lines.GetProperty("3").GetInt64().ShouldBe(10);
        lines.GetProperty("4").GetString().ShouldBe("3/4");
        lines.GetProperty("5").GetInt64().ShouldBe(0);
        lines.GetProperty("9").GetString().ShouldBe("1/1");
        json[^1].ShouldBe((byte)'\n');
        json.ShouldNotContain((byte)'\r');
    }
}
