using System.Text;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>The tables of <c>llvm-cov report -show-functions</c>: a row per function of each file (CoverageReport::renderFunctionReports).</summary>
public static class FunctionTextReport
{
    private const int LeastNameWidth = 25;
    private const int FirstReleaseWithMcdc = 18;
    private const int LastReleaseWithLongDivider = 18;
    private const string Cut = "...";

    private static readonly (int Count, int Missed, int Percent) s_widths = (10, 8, 8);
    private static readonly (int Count, int Missed, int Percent) s_mcdcWidths = (20, 8, 8);

    /// <summary>Writes a table for each file.</summary>
    /// <param name="output">Where to; lines end in <c>\n</c>. It stays open.</param>
    /// <param name="report">The coverage.</param>
    /// <param name="files">Indexes of files, in the order of the tables.</param>
    /// <param name="options">Columns and layout.</param>
    /// <param name="readableName">Makes names of functions readable; null: they stay mangled.</param>
    public static void Write(Stream output, CoverageReport report, IReadOnlyList<int> files, TextReportOptions options, Func<string, string>? readableName = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        var text = new ByteText(output);
        var nameWidth = LeastNameWidth;
        for (var i = 0; i < files.Count; i++)
        {
            if (i > 0)
            {
                text.Write("\n"u8);
            }

            var rows = report.FunctionsOfFile(files[i])
                .Select(function => (Name: readableName is null ? function.Name : readableName(function.Name), Totals: FunctionTotals.Of(report, function)))
                .ToList();
            nameWidth = rows.Select(static row => Encoding.UTF8.GetByteCount(row.Name)).Append(nameWidth).Max();
            text.Write($"File '{report.Files[files[i]]}':\n");
            WriteTable(text, rows, options, nameWidth);
        }

        text.Flush();
    }

    private static void WriteTable(ByteText text, List<(string Name, CoverageTotals Totals)> rows, TextReportOptions options, int nameWidth)
    {
        WriteHeader(text, options, nameWidth);
        var divider = DividerWidth(options, nameWidth);
        ReportColumns.Divider(text, divider);
        foreach (var (name, totals) in rows)
        {
            WriteRow(text, name, totals, options, nameWidth);
        }

        if (rows.Count > 0)
        {
            ReportColumns.Divider(text, divider);
            WriteRow(text, "TOTAL", rows.Aggregate(default(CoverageTotals), static (sum, row) => sum + row.Totals), options, nameWidth);
        }
    }

    private static void WriteHeader(ByteText text, TextReportOptions options, int nameWidth)
    {
        text.Left("Name", nameWidth);
        Header("Regions", s_widths);
        Header("Lines", s_widths);
        if (options.Branches)
        {
            Header("Branches", s_widths);
        }

        if (HasMcdc(options))
        {
            Header("MC/DC Conditions", s_mcdcWidths);
        }

        text.Write("\n"u8);

        void Header(string count, (int Count, int Missed, int Percent) widths)
        {
            text.Right(count, widths.Count);
            text.Right("Miss", widths.Missed);
            text.Right("Cover", widths.Percent);
        }
    }

    private static void WriteRow(ByteText text, string name, CoverageTotals totals, TextReportOptions options, int nameWidth)
    {
        text.Left(Fitted(name, nameWidth), nameWidth);
        Cells(totals.Regions, s_widths, totals.Regions);
        Cells(totals.Lines, s_widths, totals.Lines);
        if (options.Branches)
        {
            Cells(totals.Branches, s_widths, totals.Lines);
        }

        if (HasMcdc(options))
        {
            Cells(totals.Mcdc, s_mcdcWidths, totals.Lines);
        }

        text.Write("\n"u8);

        void Cells(Metric metric, (int Count, int Missed, int Percent) widths, Metric missed) => ReportColumns.Write(
            text, metric, widths, options.HasColor ? ReportColumns.ColorOf(missed) : null, options.HasColor ? ReportColumns.ColorOf(metric) : null, dashForNone: false);
    }

    private static string Fitted(string name, int width) => Encoding.UTF8.GetByteCount(name) <= width ? name : name[..(width - Cut.Length)] + Cut;

    private static bool HasMcdc(TextReportOptions options) => options.Mcdc && options.Release.Major >= FirstReleaseWithMcdc;

    /// <summary>Up to release 18 the divider is as long as all columns that there are.</summary>
    private static int DividerWidth(TextReportOptions options, int nameWidth)
    {
        var isLong = options.Release.Major <= LastReleaseWithLongDivider;
        var groups = 2 + (isLong || options.Branches ? 1 : 0);
        var hasMcdc = isLong ? options.Release.Major >= FirstReleaseWithMcdc : options.Mcdc;
        return nameWidth + (groups * Sum(s_widths)) + (hasMcdc ? Sum(s_mcdcWidths) : 0);
    }

    private static int Sum((int Count, int Missed, int Percent) widths) => widths.Count + widths.Missed + widths.Percent;
}
