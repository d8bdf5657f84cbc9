using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Cells of the tables of llvm-cov report (CoverageReport.cpp): counts, missed, percent.</summary>
internal static class ReportColumns
{
    /// <summary>From this percentage on something is not red.</summary>
    private const double Enough = 80;

    /// <summary>Green when all is covered, else yellow or red.</summary>
    public static AnsiColor ColorOf(Metric metric) =>
        metric.Covered == metric.Total ? AnsiColor.Green : PercentOf(metric) >= Enough ? AnsiColor.Yellow : AnsiColor.Red;

    /// <summary>How many, how many missed, percent.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="metric">The numbers; 32 bits of them are shown.</param>
    /// <param name="widths">Widths of the three columns.</param>
    /// <param name="missedColor">Colour of the second cell.</param>
    /// <param name="percentColor">Colour of the third cell.</param>
    /// <param name="dashForNone">A dash instead of a percentage when there is nothing.</param>
    public static void Write(ByteText output, Metric metric, (int Count, int Missed, int Percent) widths, AnsiColor? missedColor, AnsiColor? percentColor, bool dashForNone)
    {
        output.Right(Number(metric.Total), widths.Count);
        Colored(output, Number(metric.Missed), widths.Missed, missedColor);
        if (metric.Total == 0 && dashForNone)
        {
            output.Right("-", widths.Percent);
            return;
        }

        Colored(output, Percentage.Text(PercentOf(metric)) + "%", widths.Percent, percentColor);
    }

    /// <summary>A line of dashes.</summary>
    public static void Divider(ByteText output, int length)
    {
        output.Repeat((byte)'-', length);
        output.Write("\n"u8);
    }

    private static double PercentOf(Metric metric) => Percentage.Of(metric.Covered, metric.Total);

    private static string Number(long value) => ((uint)value).ToString(CultureInfo.InvariantCulture);

    private static void Colored(ByteText output, string text, int width, AnsiColor? color)
    {
        if (color is { } start)
        {
            output.Start(start);
        }

        output.Right(text, width);
        if (color is not null)
        {
            output.End();
        }
    }
}
