using System.Globalization;
using System.Text;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Text in cells of Markdown tables.</summary>
internal static class MarkdownText
{
    private const int LongestName = 200;

    /// <summary>A name as code. What would end the code or the cell, and control characters, are replaced; of a very long name the end is kept.</summary>
    public static string Code(string name)
    {
        var shown = name.Length <= LongestName ? name : "…" + name[^LongestName..];
        var text = new StringBuilder("`", shown.Length + 2);
        foreach (var character in shown)
        {
            text.Append(character switch
            {
                '`' => '\'',
                '|' => '¦',
                _ when char.IsControl(character) || char.IsSurrogate(character) => '\uFFFD',
                _ => character,
            });
        }

        return text.Append('`').ToString();
    }

    /// <summary>Plain text on one line: nothing in it is markup.</summary>
    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            if (char.IsControl(character))
            {
                escaped.Append(' ');
                continue;
            }

            if (@"\`*_{}[]<>()#+-.!|~&".Contains(character, StringComparison.Ordinal))
            {
                escaped.Append('\\');
            }

            escaped.Append(character);
        }

        return escaped.ToString();
    }

    /// <summary>Covered, total and percent.</summary>
    public static string Cell(Metric metric) =>
        metric.Total == 0 ? "-" : string.Create(CultureInfo.InvariantCulture, $"{metric.Covered}/{metric.Total} ({Percent(metric)})");

    /// <summary>Percent with its sign, rounded down.</summary>
    public static string Percent(Metric metric) => metric.Total == 0 ? "-" : PercentText.Of(metric) + "%";
}
