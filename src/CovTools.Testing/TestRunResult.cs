using System.Globalization;
using CovTools.Reports;

namespace CovTools.Testing;

/// <summary>The merged result of a test run, as far as it has come.</summary>
/// <param name="Path">Folder of the results.</param>
/// <param name="Summary">The numbers; null when nothing was measured.</param>
/// <param name="Projects">Test projects that are in it.</param>
/// <param name="Messages">What the user must know about the result as a whole.</param>
public sealed record TestRunResult(string Path, ReportedSummary? Summary, int Projects, IReadOnlyList<TestingMessage> Messages)
{
    /// <summary>One line for people.</summary>
    public string Line => Summary is null
        ? "LLVM coverage: nothing was measured"
        : $"LLVM coverage of {Projects.ToString(CultureInfo.InvariantCulture)} test project{(Projects == 1 ? "" : "s")}: {Of(MetricKind.Line)}, {Of(MetricKind.Function)}, {Of(MetricKind.Branch)}; {System.IO.Path.Combine(Path, "coverage.txt")}";

    private string Of(MetricKind kind)
    {
        var metric = Summary!.Totals.Of(kind); // asked for only when there is a summary
        return metric.Total == 0
            ? $"no {kind.Name()} to cover"
            : string.Create(CultureInfo.InvariantCulture, $"{kind.Name()} {Math.Floor(metric.Covered * 10000m / metric.Total) / 100m:0.00}% ({metric.Covered} of {metric.Total})");
    }
}
