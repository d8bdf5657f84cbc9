using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Writes how coverage grows from profile to profile as a table: for each kind of metric how many are covered in all, and percent, rounded down. The last line says of how many.</summary>
public static class GrowthTextReport
{
    private const string Title = "Profile";
    private const string Last = "of";
    private const int Gap = 2;

    /// <summary>Writes the table.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="points">In the order in which profiles were added; at least one.</param>
    public static void Write(TextWriter writer, string metric, IReadOnlyList<GrowthPoint> points)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentOutOfRangeException.ThrowIfZero(points.Count);
        MetricKind[] kinds = [.. MetricKinds.All.Where(kind => points[^1].Totals.Of(kind).Total > 0)];
        var rows = new List<string[]> { Row(Title, kinds, static kind => (TitleOf(kind), "Cover")) };
        rows.AddRange(points.Select(point => Row(point.Profile, kinds, kind => Cells(point.Totals.Of(kind)))));
        rows.Add(Row(Last, kinds, kind => (Text(points[^1].Totals.Of(kind).Total), "")));
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        writer.Write($"Metric: {metric}\n");
        foreach (var row in rows)
        {
            var cells = row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column] + Gap));
            writer.Write(string.Concat(cells).TrimEnd());
            writer.Write('\n');
        }
    }

    private static string[] Row(string first, MetricKind[] kinds, Func<MetricKind, (string Count, string Percent)> cells) =>
        [first, .. kinds.Select(cells).SelectMany(static cell => new[] { cell.Count, cell.Percent })];

    private static (string Count, string Percent) Cells(Metric metric) => (Text(metric.Covered), metric.Total == 0 ? "-" : PercentText.Of(metric) + "%");

    private static string TitleOf(MetricKind kind) => kind == MetricKind.Mcdc ? "MC/DC" : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(kind.PluralName());

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
