using System.Text;
using CovTools.Coverage;
using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>Layouts that no program of the test set has; identity with llvm-cov is tested with real programs.</summary>
public sealed class FileTextReportTests
{
    private static readonly FileSummary s_file = new("/src/a.c", new CoverageTotals(new(1, 32), new(1, 1), new(2, 2), new(4, 5), new(0, 0), new(1, 2)));
    private static readonly FileSummary s_macros = new("/src/macros.h", default);

    [Fact]
    public void ARowHasCountsMissesAndPercentages() => Lines(new TextReportOptions { Branches = false, Functions = false }, s_file)[2]
        .ShouldBe("/src/a.c".PadRight(25) + "32".PadLeft(12) + "31".PadLeft(18) + "3.12%".PadLeft(10) + "5".PadLeft(12) + "1".PadLeft(18) + "80.00%".PadLeft(10));

    [Fact]
    public void WhatIsNotThereHasADash() => Lines(new TextReportOptions { Regions = false, Functions = false }, s_file)[2].ShouldEndWith("0".PadLeft(12) + "0".PadLeft(18) + "-".PadLeft(10));

    [Fact]
    public void FilesWithoutFunctionsComeLast()
    {
        var lines = Lines(new TextReportOptions(), s_macros, s_file);

        lines[2].ShouldStartWith("a.c ");
        lines[3].ShouldBeEmpty();
        lines[4].ShouldBe("Files which contain no functions:");
        lines[5].ShouldStartWith("macros.h ");
        lines[7].ShouldStartWith("TOTAL ");
    }

    [Theory]
    [InlineData(17, 227)]
    [InlineData(18, 278)]
    [InlineData(19, 185)]
    public void TheDividerIsAsLongAsInTheRelease(int release, int length) => Lines(new TextReportOptions { Release = new LlvmRelease(release) }, s_file)[1].ShouldBe(new string('-', length));

    [Fact]
    public void ColoursTellHowMuchIsCovered()
    {
        var row = Lines(new TextReportOptions { HasColor = true, Branches = false }, s_file)[2];

        row.ShouldContain("\e[0;31m     3.12%\e[0m");
        row.ShouldContain("\e[0;32m   100.00%\e[0m");
        row.ShouldContain("\e[0;33m    80.00%\e[0m");
    }

    [Fact]
    public void WidthsCountBytes()
    {
        var lines = Lines(new TextReportOptions { Regions = false, Branches = false }, new FileSummary("/src/äöüäöüäöüäöüäöü.c", default), new FileSummary("b.c", default));

        Encoding.UTF8.GetByteCount(lines[1]).ShouldBe(Encoding.UTF8.GetByteCount("/src/äöüäöüäöüäöüäöü.c") + 80);
    }

    [Fact]
    public void TheDividerHasTheWidthOfHiddenFunctionColumns()
    {
        var lines = Lines(new TextReportOptions { Functions = false, Branches = false }, s_file);

        lines[0].Length.ShouldBe(25 + 40 + 40);
        lines[1].ShouldBe(new string('-', 25 + 40 + 40 + 40));
    }

    private static string[] Lines(TextReportOptions options, params FileSummary[] files)
    {
        using var output = new MemoryStream();
        FileTextReport.Write(output, files, options);
        return Encoding.UTF8.GetString(output.ToArray()).Split('\n');
    }
}
