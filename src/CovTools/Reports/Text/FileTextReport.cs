using System.Text;
using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>The table of <c>llvm-cov report</c>: a row per file, byte for byte as the release that is followed prints it (CoverageReport::renderFileReports).</summary>
public static class FileTextReport
{
    private const int LeastNameWidth = 25;
    private const int LastReleaseWithLongDivider = 18;
    private const int FirstReleaseWithMcdc = 18;

    private static readonly (int Count, int Missed, int Percent) s_widths = (12, 18, 10);
    private static readonly (int Count, int Missed, int Percent) s_instantiationWidths = (16, 16, 10);
    private static readonly (int Count, int Missed, int Percent) s_mcdcWidths = (20, 21, 10);

    /// <summary>Writes a table.</summary>
    /// <param name="output">Where to; lines end in <c>\n</c>. It stays open.</param>
    /// <param name="files">The rows.</param>
    /// <param name="options">Columns and layout.</param>
    public static void Write(Stream output, IReadOnlyList<FileSummary> files, TextReportOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        var text = new ByteText(output);
        var names = DisplayedPath.WithoutCommonFolders([.. files.Select(static file => file.Path)]);
        var nameWidth = names.Select(Encoding.UTF8.GetByteCount).Append(LeastNameWidth).Max();
        var groups = Groups(options);
        WriteHeader(text, groups, nameWidth);
        var divider = nameWidth + DividerWidth(options, groups);
        ReportColumns.Divider(text, divider);
        WriteRows(text, files, names, groups, nameWidth, options.HasColor);
        ReportColumns.Divider(text, divider);
        WriteRow(text, "TOTAL", files.Aggregate(default(CoverageTotals), static (sum, file) => sum + file.Totals), groups, nameWidth, options.HasColor);
        text.Flush();
    }

    private static void WriteRows(ByteText text, IReadOnlyList<FileSummary> files, IReadOnlyList<string> names, List<ColumnGroup> groups, int nameWidth, bool hasColor)
    {
        var hasEmpty = false;
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].Totals.Functions.Total > 0)
            {
                WriteRow(text, names[i], files[i].Totals, groups, nameWidth, hasColor);
            }
            else
            {
                hasEmpty = true;
            }
        }

        if (!hasEmpty)
        {
            return;
        }

        text.Write("\nFiles which contain no functions:\n"u8);
        for (var i = 0; i < files.Count; i++)
        {
            if (files[i].Totals.Functions.Total == 0)
            {
                WriteRow(text, names[i], files[i].Totals, groups, nameWidth, hasColor);
            }
        }
    }

    private static void WriteHeader(ByteText text, List<ColumnGroup> groups, int nameWidth)
    {
        text.Left("Filename", nameWidth);
        foreach (var group in groups)
        {
            text.Right(group.Count, group.Widths.Count);
            text.Right(group.Missed, group.Widths.Missed);
            text.Right(group.Percent, group.Widths.Percent);
        }

        text.Write("\n"u8);
    }

    private static void WriteRow(ByteText text, string name, CoverageTotals totals, List<ColumnGroup> groups, int nameWidth, bool hasColor)
    {
        text.Left(LexicalPath.WithoutDots(name), nameWidth);
        foreach (var group in groups)
        {
            var color = hasColor ? ReportColumns.ColorOf(group.ColorOf(totals)) : default(AnsiColor?);
            ReportColumns.Write(text, group.Of(totals), group.Widths, group.IsMissedPlain ? null : color, color, dashForNone: true);
        }

        text.Write("\n"u8);
    }

    private static List<ColumnGroup> Groups(TextReportOptions options)
    {
        var groups = new List<ColumnGroup>();
        Add(options.Regions, new ColumnGroup("Regions", "Missed Regions", "Cover", s_widths, static totals => totals.Regions));
        Add(options.Functions, new ColumnGroup("Functions", "Missed Functions", "Executed", s_widths, static totals => totals.Functions) { IsMissedPlain = true });
        Add(options.Instantiations, new ColumnGroup("Instantiations", "Missed Insts.", "Executed", s_instantiationWidths, static totals => totals.Instantiations) { IsMissedPlain = true });
        Add(true, new ColumnGroup("Lines", "Missed Lines", "Cover", s_widths, static totals => totals.Lines));
        Add(options.Branches, new ColumnGroup("Branches", "Missed Branches", "Cover", s_widths, static totals => totals.Branches) { ColorOf = static totals => totals.Lines });
        Add(HasMcdc(options), new ColumnGroup("MC/DC Conditions", "Missed Conditions", "Cover", s_mcdcWidths, static totals => totals.Mcdc) { ColorOf = static totals => totals.Lines });
        return groups;

        void Add(bool isShown, ColumnGroup group)
        {
            if (isShown)
            {
                groups.Add(group);
            }
        }
    }

    private static bool HasMcdc(TextReportOptions options) => options.Mcdc && options.Release.Major >= FirstReleaseWithMcdc;

    /// <summary>Up to release 18 the divider is as long as all columns that there are; then as those that are shown and those of functions, shown or not.</summary>
    private static int DividerWidth(TextReportOptions options, List<ColumnGroup> groups)
    {
        if (options.Release.Major > LastReleaseWithLongDivider)
        {
            return groups.Sum(static group => Sum(group.Widths)) + (options.Functions ? 0 : Sum(s_widths));
        }

        var width = (4 * Sum(s_widths)) + Sum(s_instantiationWidths);
        return options.Release.Major < FirstReleaseWithMcdc ? width : width + Sum(s_mcdcWidths);
    }

    private static int Sum((int Count, int Missed, int Percent) widths) => widths.Count + widths.Missed + widths.Percent;

    /// <summary>Three columns about one metric.</summary>
    private sealed record ColumnGroup(string Count, string Missed, string Percent, (int Count, int Missed, int Percent) Widths, Func<CoverageTotals, Metric> Of)
    {
        /// <summary>The metric that colours the cells; llvm-cov takes that of lines for some.</summary>
        public Func<CoverageTotals, Metric> ColorOf { get; init; } = Of;

        /// <summary>The number of missed ones has no colour.</summary>
        public bool IsMissedPlain { get; init; }
    }
}
