using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class ThresholdTests
{
    [Theory]
    [InlineData("line=80", GateScope.Total, MetricKind.Line, 80)]
    [InlineData("total:lines=80%", GateScope.Total, MetricKind.Line, 80)]
    [InlineData("file:branch=0", GateScope.File, MetricKind.Branch, 0)]
    [InlineData("dir:function=100", GateScope.Directory, MetricKind.Function, 100)]
    [InlineData("region=1", GateScope.Total, MetricKind.Region, 1)]
    [InlineData("instantiation=50", GateScope.Total, MetricKind.Instantiation, 50)]
    [InlineData("change:line=90", GateScope.Change, MetricKind.Line, 90)]
    public void ScopeMetricAndPercentageAreRead(string text, GateScope scope, MetricKind kind, int percent) =>
        Threshold.Parse(text).ShouldBe(new Threshold(scope, kind, percent));

    [Theory]
    [InlineData("", "is expected")]
    [InlineData("80", "is expected")]
    [InlineData("lines", "is expected")]
    [InlineData("statement=80", "'statement' is no metric; there are region, function")]
    [InlineData("files:line=80", "'files' is unknown")]
    [InlineData("line=", "'' is no percentage")]
    [InlineData("line=101", "'101' is no percentage")]
    [InlineData("line=-1", "'-1' is no percentage")]
    [InlineData("line=8e1", "'8e1' is no percentage")]
    [InlineData("line=NaN", "'NaN' is no percentage")]
    [InlineData("line=80%%", "'80%%' is no percentage")]
    [InlineData("change:branch=80", "of a change only lines are counted")]
    public void WhatIsNoThresholdIsAUsageErrorThatSaysWhy(string text, string reason) =>
        Should.Throw<UsageException>(() => Threshold.Parse(text)).Message.ShouldContain(reason);

    [Fact]
    public void TwoThresholdsForTheSameThingAreAUsageError()
    {
        Threshold.ParseAll(["line=80", "file:line=70", "dir:line=60.5"]).Select(threshold => threshold.ToString()).ShouldBe(["line=80", "file:line=70", "dir:line=60.5"]);
        Should.Throw<UsageException>(() => Threshold.ParseAll(["line=80", "total:lines=70"])).Message.ShouldContain("line=80, line=70");
    }

    [Fact]
    public void WhatDoesNotReachItsThresholdIsListed()
    {
        var violations = ThresholdGate.Check(SampleSummary.Small, Threshold.ParseAll(["line=77", "function=100", "file:line=50", "dir:line=34", "file:branch=100", "change:line=100"]));

        violations.Select(violation => violation.ToString()).ShouldBe(
        [
            "total: line 76.92% (10 of 13), wanted 77%",
            "/w/sub/b, \"c\".c: line 33.33% (1 of 3), wanted 50%",
            "directory /w/sub: line 33.33% (1 of 3), wanted 34%",
        ]);
    }

    [Fact]
    public void NothingIsRounded()
    {
        var summary = SampleSummary.Of(("a.c", 7999, 10000));

        ThresholdGate.Check(summary, [Threshold.Parse("line=79.99")]).ShouldBeEmpty();
        ThresholdGate.Check(summary, [Threshold.Parse("line=79.991")]).ShouldHaveSingleItem().Found.ShouldBe(new Metric(7999, 10000));
    }

    [Fact]
    public void TotalsWithNothingToCoverDoNotPass() =>
        ThresholdGate.Check(SampleSummary.Small, [Threshold.Parse("branch=0")]).ShouldHaveSingleItem().ToString().ShouldBe("total: branch nothing to cover, wanted 0%");
}
