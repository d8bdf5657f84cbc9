using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>Compared with llvm-cov's lcov of the same program.</summary>
[Collection("LLVM tools")]
public sealed class ReportedFilesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LinesAndTheirCountsAreThoseOfLlvmCov(bool hasTemplates)
    {
        var program = hasTemplates ? ReportedProgram.Shapes() : ReportedProgram.Macros();

        var files = new ReportedFiles(program.Report).ToList();

        var expected = program.Lcov();
        files.Select(file => file.Path).ShouldBe(expected.Select(file => file.Path));
        foreach (var (file, lcov) in files.Zip(expected))
        {
            file.Lines.Select(line => (line.Line, line.Count)).ShouldBe(lcov.Lines, file.Path);
        }
    }

    [Fact]
    public void WithoutTemplatesBranchesOfLinesAreThoseOfLlvmCovAndAddUpToItsSummary()
    {
        var program = ReportedProgram.Macros();

        var files = new ReportedFiles(program.Report).ToList();

        files.Sum(file => file.BranchTotals.Total).ShouldBeGreaterThan(20);
        foreach (var ((file, lcov), index) in files.Zip(program.Lcov()).Select((pair, index) => (pair, index)))
        {
            // A macro that defines functions makes one function of them, which lcov lists several times.
            var shared = program.Report.InstantiationGroups(index).Where(group => group.Instantiations.Count > 1).Select(group => group.Line).ToHashSet();
            var lines = file.Lines.Where(line => line.Branches.Total > 0 && !shared.Contains(line.Line)).Select(line => (line.Line, ((int)line.Branches.Covered, (int)line.Branches.Total)));
            lines.ShouldBe(lcov.Branches.Where(pair => !shared.Contains(pair.Key)).Select(pair => (pair.Key, pair.Value)), file.Path);
            ((int)file.BranchTotals.Covered, (int)file.BranchTotals.Total).ShouldBe(lcov.SummaryBranches, file.Path);
        }
    }

    [Fact]
    public void AConditionOfATemplateCountsOnceAndIsCoveredWhenAnyInstantiationCoversIt()
    {
        var program = ReportedProgram.Shapes();

        var files = new ReportedFiles(program.Report).ToList();

        foreach (var (file, lcov) in files.Zip(program.Lcov()))
        {
            file.BranchTotals.Total.ShouldBeLessThanOrEqualTo(lcov.Branches.Values.Sum(line => line.All), file.Path);
            file.BranchTotals.Covered.ShouldBeGreaterThanOrEqualTo(lcov.SummaryBranches.Taken, file.Path);
            foreach (var line in file.Lines.Where(line => line.Branches.Total > 0))
            {
                var (taken, _) = lcov.Branches[line.Line];
                (line.Branches.Covered > 0).ShouldBe(taken > 0, $"{file.Path}:{line.Line}");
            }
        }

        files.Sum(file => file.BranchTotals.Total).ShouldBeLessThan(program.Lcov().Sum(file => file.Branches.Values.Sum(line => line.All)), "the program has templates");
    }

    [Fact]
    public void FunctionsAreThoseOfTheSummary()
    {
        var program = ReportedProgram.Shapes();

        foreach (var (file, summary) in new ReportedFiles(program.Report).Zip(program.Report.Summary.Files))
        {
            file.Functions.Count.ShouldBe((int)summary.Totals.Functions.Total, file.Path);
            file.Functions.Count(function => function.Count > 0).ShouldBe((int)summary.Totals.Functions.Covered, file.Path);
            file.Functions.ShouldAllBe(function => function.Line > 0 && function.LastLine >= function.Line);
        }
    }

    [Fact]
    public void FilesThatPathMapsMakeOneHaveEachLineOnce()
    {
        var report = ReportedProgram.Macros().Report;
        var maps = new PathMapSet(report.Files.Select(file => new PathMap(file, "all.c")));

        var file = new ReportedFiles(report, maps).ShouldHaveSingleItem();

        var separate = new ReportedFiles(report).ToList();
        file.Path.ShouldBe("all.c");
        file.Lines.Select(line => line.Line).ShouldBe(separate.SelectMany(other => other.Lines).Select(line => line.Line).Distinct().Order());
        file.LineTotals.Covered.ShouldBe(separate.SelectMany(other => other.Lines).Where(line => line.Count > 0).Select(line => line.Line).Distinct().Count());
        file.Functions.Count.ShouldBe(separate.Sum(other => other.Functions.Count));
    }
}
