using System.Globalization;
using System.Security;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Writes a badge: a small SVG picture with a percentage, rounded down, in a colour that says how good it is. Needs no font but a sans-serif one.</summary>
public static class BadgeReport
{
    private const int Height = 20;
    private const int Padding = 6;

    /// <summary>Writes the badge of a report.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="report">What to show.</param>
    /// <param name="options">How.</param>
    public static void Write(TextWriter writer, CoverageReport report, BadgeOptions? options = null) => Write(writer, ReportedSummary.From(report), options);

    /// <summary>Writes the badge of a summary by any metric.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="summary">What to show.</param>
    /// <param name="options">How.</param>
    public static void Write(TextWriter writer, ReportedSummary summary, BadgeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(summary);
        options ??= new BadgeOptions();
        var numbers = summary.Totals.Of(options.Kind);
        var label = XmlText.Valid(options.Label ?? $"{options.Kind.Name()} coverage");
        var value = numbers.Total == 0 ? "unknown" : PercentText.Of(numbers, 0) + "%";
        var exact = numbers.Total == 0 ? "nothing to cover" : $"{PercentText.Of(numbers)}%";
        var title = string.Create(CultureInfo.InvariantCulture, $"{options.Kind.Name()} coverage ({XmlText.Valid(summary.Metric)}): {exact}, {numbers.Covered} of {numbers.Total}");
        foreach (var line in Draw(label, value, title, Colour(numbers, options)))
        {
            writer.Write(line);
            writer.Write('\n');
        }
    }

    private static string[] Draw(string label, string value, string title, string colour)
    {
        var left = TextWidth.Of(label) + (2 * Padding);
        var right = TextWidth.Of(value) + (2 * Padding);
        var width = left + right;
        return
        [
            Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{Height}\" viewBox=\"0 0 {width} {Height}\" role=\"img\" aria-label=\"{SecurityElement.Escape($"{label}: {value}")}\">"),
            $" <title>{SecurityElement.Escape(title)}</title>",
            Text($" <rect width=\"{width}\" height=\"{Height}\" rx=\"4\" fill=\"#444c56\"/>"),
            Text($" <path d=\"M{left} 0h{right - 4}a4 4 0 0 1 4 4v12a4 4 0 0 1 -4 4h-{right - 4}z\" fill=\"{colour}\"/>"),
            " <g fill=\"#fff\" font-family=\"Verdana,DejaVu Sans,sans-serif\" font-size=\"11\">",
            Text($"  <text x=\"{Padding}\" y=\"14\" textLength=\"{left - (2 * Padding)}\">{SecurityElement.Escape(label)}</text>"),
            Text($"  <text x=\"{left + Padding}\" y=\"14\" textLength=\"{right - (2 * Padding)}\">{SecurityElement.Escape(value)}</text>"),
            " </g>",
            "</svg>",
        ];
    }

    private static string Colour(Metric metric, BadgeOptions options) => metric.Total == 0 ? "#6e7781"
        : PercentText.Reaches(metric, options.Good) ? "#1a7f37"
        : PercentText.Reaches(metric, options.Fair) ? "#9a6700"
        : "#cf222e";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
