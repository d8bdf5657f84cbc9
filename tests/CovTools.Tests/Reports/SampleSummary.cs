using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Tests.Reports;

/// <summary>A summary made by hand.</summary>
internal static class SampleSummary
{
    public static ReportedSummary Small { get; } = Of(("/w/a.c", 9, 10), ("/w/sub/b, \"c\".c", 1, 3), ("/w/sub/empty.h", 0, 0));

    public static ReportedSummary Of(params (string Path, int Covered, int Total)[] files)
    {
        var summaries = files.Select(file => new FileSummary(file.Path, Totals(file.Covered, file.Total))).ToList();
        return ReportedSummary.From(new CoverageSummary(summaries, summaries.Aggregate(default(CoverageTotals), (sum, file) => sum + file.Totals), 0, 0), ReportedSummary.LlvmMetric);
    }

    /// <summary>Lines as given, a region for each, one function for each file with code, and no branches.</summary>
    public static CoverageTotals Totals(int covered, int total)
    {
        var functions = new Metric(covered > 0 ? 1 : 0, total > 0 ? 1 : 0);
        return MetricKinds.ToTotals(kind => kind switch
        {
            MetricKind.Line or MetricKind.Region => new Metric(covered, total),
            MetricKind.Function or MetricKind.Instantiation => functions,
            _ => default,
        });
    }
}
