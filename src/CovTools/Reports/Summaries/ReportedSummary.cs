using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>The numbers of files and their totals, with the metric that they are measured by.</summary>
/// <param name="Metric">The metric's name, which every report shows: see <see cref="LlvmMetric"/>.</param>
/// <param name="Files">The files, sorted by their paths; each path once.</param>
/// <param name="Totals">Sum over the files.</param>
public sealed record ReportedSummary(string Metric, IReadOnlyList<FileSummary> Files, CoverageTotals Totals)
{
    /// <summary>Name of the numbers that are those of <c>llvm-cov report</c>.</summary>
    public const string LlvmMetric = "llvm";

    /// <summary>The numbers of a report by LLVM's metric.</summary>
    /// <param name="report">The report.</param>
    /// <param name="pathMaps">Applied to the paths; the numbers of files that then have the same path are added. Null: paths stay.</param>
    public static ReportedSummary From(CoverageReport report, PathMapSet? pathMaps = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        return From(report.Summary, LlvmMetric, pathMaps);
    }

    /// <summary>The numbers of a summary.</summary>
    /// <param name="summary">The summary.</param>
    /// <param name="metric">Name of its metric.</param>
    /// <param name="pathMaps">As above.</param>
    public static ReportedSummary From(CoverageSummary summary, string metric, PathMapSet? pathMaps = null)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(metric);
        var maps = pathMaps ?? PathMapSet.None;
        return new ReportedSummary(metric, Sum(summary.Files, maps.Apply), summary.Totals);
    }

    /// <summary>The numbers of directories: each of the files that lie in it, not of those deeper down. Sorted by path.</summary>
    public IReadOnlyList<FileSummary> Directories() => Sum(Files, PathParts.DirectoryOf);

    /// <summary>Refuses numbers of other metrics for a format that cannot name its metric.</summary>
    internal static void RequireLlvm(CoverageSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.MetricName != LlvmMetric)
        {
            throw new ArgumentException($"The format has no place for the name of a metric; only numbers by '{LlvmMetric}' can be written, not by '{summary.MetricName}'.", nameof(summary));
        }
    }

    private static List<FileSummary> Sum(IReadOnlyList<FileSummary> files, Func<string, string> key)
    {
        var sums = new Dictionary<string, CoverageTotals>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var path = key(file.Path);
            sums[path] = sums.GetValueOrDefault(path) + file.Totals;
        }

        return [.. sums.Select(static sum => new FileSummary(sum.Key, sum.Value)).OrderBy(static file => file.Path, StringComparer.Ordinal)];
    }
}
