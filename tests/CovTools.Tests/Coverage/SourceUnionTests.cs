using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Tests.Coverage;

[Collection("LLVM tools")]
public sealed class SourceUnionTests
{
    private static readonly string[][] s_runs = [["0", "1", "2"], ["5", "3", "9"], ["4", "6", "7", "2", "1"]];

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void WhatTwoRunsCoverTogetherIsTheUnionOfWhatEachCovers(int major)
    {
        var tools = LlvmTools.Require(major);
        foreach (var sample in new[] { CoverageSample.Shapes(major), CoverageSample.Macros(major), CoverageSample.Decisions(major) })
        {
            var parts = s_runs.Select(run => Covered(sample, sample.Run(tools, run), major)).ToList();

            var together = Covered(sample, sample.Run(tools, s_runs), major);

            together.SetEquals(parts.SelectMany(part => part)).ShouldBeTrue(sample.Program);
            parts.ShouldContain(part => part.Count < together.Count);
        }
    }

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void InstantiationsOfATemplateAreOneSource(int major)
    {
        var tools = LlvmTools.Require(major);
        var sample = CoverageSample.Shapes(major);
        var report = Report(sample, sample.Run(tools, s_runs), major);

        var union = SourceUnion.Summarize(report, TestContext.Current.CancellationToken);

        union.MetricName.ShouldBe("source-union");
        report.Summary.MetricName.ShouldBe("llvm");
        union.Files.Select(file => file.Path).ShouldBe(report.Files);
        union.Totals.Functions.ShouldBe(report.Summary.Totals.Functions);
        union.Totals.Instantiations.ShouldBe(report.Summary.Totals.Instantiations);
        union.Totals.Lines.Covered.ShouldBeInRange(1, union.Totals.Lines.Total);
        union.Files.Aggregate(default(CoverageTotals), (sum, file) => sum + file.Totals).ShouldBe(union.Totals);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void WithoutTemplatesTheBranchesAreThoseOfLlvm(int major)
    {
        var tools = LlvmTools.Require(major);
        var sample = CoverageSample.Macros(major);
        var report = Report(sample, sample.Run(tools, s_runs), major);

        var union = SourceUnion.Summarize(report, TestContext.Current.CancellationToken);

        union.Totals.Branches.ShouldBe(report.Summary.Totals.Branches);
        union.Totals.Functions.ShouldBe(report.Summary.Totals.Functions);
    }

    private static CoverageReport Report(CoverageSample sample, ICounterSource profile, int major) =>
        CoverageReport.Create(sample.Mapping(), profile, new CoverageOptions { Release = new LlvmRelease(major) }, TestContext.Current.CancellationToken);

    private static HashSet<string> Covered(CoverageSample sample, ICounterSource profile, int major)
    {
        var covered = new HashSet<string>();
        foreach (var (file, elements) in SourceUnion.Collect(Report(sample, profile, major), TestContext.Current.CancellationToken))
        {
            covered.UnionWith(elements.Lines.Covered.Select(line => $"{file}:{line}"));
            covered.UnionWith(elements.Outcomes.Where(outcome => outcome.Value).Select(outcome => $"{file} {outcome.Key}"));
        }

        return covered;
    }
}
