using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Documentation;

public static class GateExample
{
    public static IEnumerable<GateViolation> Check(CoverageReport report, string patch, string baseline)
    {
        var summary = ReportedSummary.From(report);
        using var earlier = File.OpenRead(baseline);
        var change = ChangeGate.Measure(report, Patch.Open(patch, "."));
        return
        [
            .. ThresholdGate.Check(summary, Threshold.ParseAll(["line=80", "file:branch=50"])),
            .. ChangeGate.Check(change, Threshold.Parse("change:line=90")),
            .. BaselineGate.Check(summary, CoverageBaseline.Read(earlier, baseline)),
        ];
    }
}
