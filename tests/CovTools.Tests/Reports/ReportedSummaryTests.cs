using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class ReportedSummaryTests
{
    [Fact]
    public void FilesThatPathMapsMakeOneAreAdded()
    {
        var files = new CoverageSummary(
            [new("/b/1/a.h", SampleSummary.Totals(1, 2)), new("/b/2/a.h", SampleSummary.Totals(2, 2)), new("/c/z.c", SampleSummary.Totals(0, 1))], SampleSummary.Totals(3, 5), 0, 0);

        var summary = ReportedSummary.From(files, "llvm", new PathMapSet([PathMap.Parse("/b/*=src")]));

        summary.Files.Select(file => file.Path).ShouldBe(["/c/z.c", "src/a.h"]);
        summary.Files[1].Totals.Lines.ShouldBe(new Metric(3, 4));
        summary.Totals.Lines.ShouldBe(new Metric(3, 5));
    }

    [Fact]
    public void DirectoriesHaveTheFilesThatLieInThemOnly()
    {
        var summary = SampleSummary.Of(("/w/a.c", 1, 2), ("/w/b.c", 1, 1), ("/w/s/c.c", 1, 4), ("d.c", 1, 1), ("/e.c", 0, 1), (@"C:\x\f.c", 1, 1));

        summary.Directories().Select(directory => (directory.Path, directory.Totals.Lines.Total)).ShouldBe([(".", 1), ("/", 1), ("/w", 3), ("/w/s", 4), (@"C:\x", 1)]);
    }
}
