using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// Writes a table as comma-separated values (RFC 4180, but with <c>\n</c>): a row per file, then one with the totals. For each kind of metric how many there are, how
/// many are covered, and percent, rounded down, empty where there is nothing to cover. The first column names the metric; <see cref="CoverageBaseline"/> reads it again.
/// </summary>
public static class CsvReport
{
    /// <summary>Writes the numbers of a report.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">What to write.</param>
    /// <param name="pathMaps">Applied to the paths.</param>
    public static void Write(TextWriter writer, CoverageReport report, PathMapSet? pathMaps = null) => Write(writer, ReportedSummary.From(report, pathMaps));

    /// <summary>Writes a summary by any metric.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="summary">What to write.</param>
    public static void Write(TextWriter writer, ReportedSummary summary)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(summary);
        writer.Write(CsvColumns.Header);
        writer.Write('\n');
        foreach (var file in summary.Files)
        {
            WriteRow(writer, summary.Metric, CsvColumns.File, file.Path, file.Totals);
        }

        WriteRow(writer, summary.Metric, CsvColumns.Total, "", summary.Totals);
    }

    /// <summary>Writes how coverage grows: a row per profile, with the totals of it and all profiles before it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="points">In the order in which profiles were added.</param>
    public static void WriteGrowth(TextWriter writer, string metric, IEnumerable<GrowthPoint> points)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(points);
        writer.Write(CsvColumns.Header);
        writer.Write('\n');
        foreach (var point in points)
        {
            WriteRow(writer, metric, CsvColumns.Profile, point.Profile, point.Totals);
        }
    }

    private static void WriteRow(TextWriter writer, string metric, string row, string path, CoverageTotals totals)
    {
        WriteText(writer, metric);
        writer.Write(',');
        writer.Write(row);
        writer.Write(',');
        WriteText(writer, path);
        foreach (var kind in MetricKinds.All)
        {
            var numbers = totals.Of(kind);
            var percent = numbers.Total == 0 ? "" : PercentText.Of(numbers);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",{numbers.Total},{numbers.Covered},{percent}"));
        }

        writer.Write('\n');
    }

    private static void WriteText(TextWriter writer, string text) =>
        writer.Write(text.AsSpan().ContainsAny("\",\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
}
