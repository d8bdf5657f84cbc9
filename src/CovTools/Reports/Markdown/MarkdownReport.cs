using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Writes GitHub-flavoured Markdown for job summaries: totals, a table of directories, the files that miss most. Names the metric. Bounded in size.</summary>
public static class MarkdownReport
{
    private static readonly MetricKind[] s_columns = [MetricKind.Line, MetricKind.Branch, MetricKind.Function, MetricKind.Region];

    /// <summary>Writes the numbers of a report.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">What to write.</param>
    /// <param name="options">How much to show.</param>
    public static void Write(TextWriter writer, CoverageReport report, MarkdownOptions? options = null) =>
        Write(writer, ReportedSummary.From(report, options?.PathMaps), options);

    /// <summary>Writes a summary by any metric.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="summary">What to write; path maps have been applied to it.</param>
    /// <param name="options">How much to show.</param>
    public static void Write(TextWriter writer, ReportedSummary summary, MarkdownOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(summary);
        options ??= new MarkdownOptions();
        WriteLine(writer, $"# {MarkdownText.Escape(options.Title)}");
        WriteLine(writer, "");
        WriteLine(writer, string.Create(CultureInfo.InvariantCulture, $"Metric: {MarkdownText.Code(summary.Metric)}. Files: {summary.Files.Count}."));
        WriteTotals(writer, summary.Totals);

        var directories = summary.Directories().Where(HasCode).ToList();
        WriteTable(writer, "Directories", "Directory", directories, options.Directories);
        var worst = summary.Files
            .Where(file => file.Totals.Of(options.WorstBy).Missed > 0)
            .OrderByDescending(file => file.Totals.Of(options.WorstBy).Missed)
            .ToList();
        WriteTable(writer, $"Files with the most missed {options.WorstBy.PluralName()}", "File", worst, options.Files);
    }

    private static void WriteTotals(TextWriter writer, CoverageTotals totals)
    {
        WriteLine(writer, "");
        WriteLine(writer, "| | covered | of | percent |");
        WriteLine(writer, "|---|---:|---:|---:|");
        foreach (var kind in MetricKinds.All)
        {
            var numbers = totals.Of(kind);
            WriteLine(writer, string.Create(CultureInfo.InvariantCulture, $"| {kind.PluralName()} | {numbers.Covered} | {numbers.Total} | {MarkdownText.Percent(numbers)} |"));
        }
    }

    private static void WriteTable(TextWriter writer, string title, string first, List<FileSummary> rows, int limit)
    {
        if (rows.Count == 0 || limit <= 0)
        {
            return;
        }

        WriteLine(writer, "");
        WriteLine(writer, $"## {title}");
        WriteLine(writer, "");
        WriteLine(writer, $"| {first} | {string.Join(" | ", s_columns.Select(static kind => kind.PluralName()))} |");
        WriteLine(writer, $"|---|{string.Concat(Enumerable.Repeat("---:|", s_columns.Length))}");
        foreach (var row in rows.Take(limit))
        {
            WriteLine(writer, $"| {MarkdownText.Code(row.Path)} | {string.Join(" | ", s_columns.Select(kind => MarkdownText.Cell(row.Totals.Of(kind))))} |");
        }

        if (rows.Count > limit)
        {
            WriteLine(writer, "");
            WriteLine(writer, string.Create(CultureInfo.InvariantCulture, $"{rows.Count - limit} more are not listed."));
        }
    }

    private static bool HasCode(FileSummary summary) => MetricKinds.All.Any(kind => summary.Totals.Of(kind).Total > 0);

    private static void WriteLine(TextWriter writer, string line)
    {
        writer.Write(line);
        writer.Write('\n');
    }
}
