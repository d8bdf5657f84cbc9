using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// Writes a summary as an aligned table: a row per file and one with the totals; for each metric how many, how many
/// missed, and percent covered (<c>-</c> when there is nothing to cover). Files that define no function come last, as in
/// <c>llvm-cov report</c>. The same summary gives the same bytes.
/// </summary>
public static class CoverageTextReport
{
    private const string Gap = "  ";

    private static readonly string[] s_header =
    [
        "Filename",
        "Regions", "Missed", "Cover",
        "Functions", "Missed", "Executed",
        "Lines", "Missed", "Cover",
        "Branches", "Missed", "Cover",
    ];

    /// <summary>Writes <paramref name="summary"/>.</summary>
    /// <param name="writer">Where to; lines end in <c>\n</c>.</param>
    /// <param name="summary">What to write.</param>
    public static void Write(TextWriter writer, CoverageSummary summary)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(summary);
        var defining = summary.Files.Where(static file => file.Totals.Functions.Total > 0).Select(ToRow).ToList();
        var empty = summary.Files.Where(static file => file.Totals.Functions.Total == 0).Select(ToRow).ToList();
        var total = ToRow(new FileSummary("TOTAL", summary.Totals));
        var widths = Widths([s_header, .. defining, .. empty, total]);
        var divider = new string('-', widths.Sum() + (Gap.Length * (widths.Length - 1)));

        WriteRow(writer, s_header, widths);
        WriteLine(writer, divider);
        WriteRows(writer, defining, widths);
        if (empty.Count > 0)
        {
            WriteLine(writer, string.Empty);
            WriteLine(writer, "Files which contain no functions:");
            WriteRows(writer, empty, widths);
        }

        WriteLine(writer, divider);
        WriteRow(writer, total, widths);
    }

    private static string[] ToRow(FileSummary file)
    {
        var totals = file.Totals;
        return [file.Path, .. Cells(totals.Regions), .. Cells(totals.Functions), .. Cells(totals.Lines), .. Cells(totals.Branches)];
    }

    private static string[] Cells(Metric metric) =>
    [
        metric.Total.ToString(CultureInfo.InvariantCulture),
        metric.Missed.ToString(CultureInfo.InvariantCulture),
        metric.Total == 0 ? "-" : metric.Percent.ToString("F2", CultureInfo.InvariantCulture) + "%",
    ];

    private static int[] Widths(string[][] rows) => [.. Enumerable.Range(0, s_header.Length).Select(column => rows.Max(row => row[column].Length))];

    private static void WriteRows(TextWriter writer, List<string[]> rows, int[] widths)
    {
        foreach (var row in rows)
        {
            WriteRow(writer, row, widths);
        }
    }

    private static void WriteRow(TextWriter writer, string[] cells, int[] widths) =>
        WriteLine(writer, string.Join(Gap, cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))));

    private static void WriteLine(TextWriter writer, string line)
    {
        writer.Write(line);
        writer.Write('\n');
    }
}
