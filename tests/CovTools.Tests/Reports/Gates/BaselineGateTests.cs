using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

public sealed class BaselineGateTests
{
    private static readonly ReportedSummary s_then = SampleSummary.Of(("a.c", 5, 10), ("b.c", 2, 3), ("gone.c", 1, 1));

    [Fact]
    public void TheSameRatiosAndBetterOnesPass()
    {
        BaselineGate.Check(s_then, s_then).ShouldBeEmpty();
        BaselineGate.Check(SampleSummary.Of(("a.c", 10, 20), ("b.c", 4, 6), ("new.c", 9, 10)), s_then).ShouldBeEmpty();
    }

    [Fact]
    public void TotalsAndFilesThatBecameWorseAreListedByMetric()
    {
        var now = SampleSummary.Of(("a.c", 4, 10), ("b.c", 3, 3), ("new.c", 0, 10));

        var violations = BaselineGate.Check(now, s_then, [MetricKind.Line, MetricKind.Branch]);

        violations.Select(violation => (violation.Scope, violation.Where, violation.Kind)).ShouldBe([(GateScope.Total, "", MetricKind.Line), (GateScope.File, "a.c", MetricKind.Line)]);
        violations[1].ToString().ShouldBe("a.c: line 40.00% (4 of 10), wanted 50%");
    }

    [Fact]
    public void AToleranceLetsSmallLossesPass()
    {
        var now = SampleSummary.Of(("a.c", 499, 1000));

        BaselineGate.Check(now, SampleSummary.Of(("a.c", 5, 10)), [MetricKind.Line], tolerance: 0.1m).ShouldBeEmpty();
        BaselineGate.Check(now, SampleSummary.Of(("a.c", 5, 10)), [MetricKind.Line], tolerance: 0.09m).Count.ShouldBe(2);
    }

    [Fact]
    public void TotalsThatHaveNothingAnyMoreAreAViolation() =>
        BaselineGate.Check(SampleSummary.Of(("a.c", 0, 0)), s_then, [MetricKind.Line]).ShouldHaveSingleItem().Found.ShouldBe(default);

    [Fact]
    public void OtherMetricsCannotBeCompared() =>
        Should.Throw<UsageException>(() => BaselineGate.Check(s_then with { Metric = "source-union" }, s_then)).Message.ShouldContain("'llvm', not 'source-union'");
}
