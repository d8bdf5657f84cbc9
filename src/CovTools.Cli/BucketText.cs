using System.Globalization;
using System.Text;
using CovTools.Corpus;

namespace CovTools.Cli;

/// <summary>The buckets of a corpus for people.</summary>
internal static class BucketText
{
    public static void Write(TextWriter output, ScannedCorpus corpus, MaterializeResult? made)
    {
        var rows = corpus.Scripts
            .GroupBy(script => script.Bucket)
            .OrderBy(bucket => bucket.Key, Comparer<TimeBucket>.Create(TimeBucket.Compare))
            .Select(bucket => (bucket.Key.Label, Scripts: bucket.Count(), Groups: bucket.Select(script => script.Group).Distinct().Count()))
            .ToList();
        var width = rows.Select(row => row.Label.Length).Append("bucket".Length).Max();
        Line(output, $"{"bucket".PadRight(width)}  {"scripts",9}  {"groups",7}");
        foreach (var (label, scripts, groups) in rows)
        {
            Line(output, $"{label.PadRight(width)}  {scripts,9}  {groups,7}");
        }

        Line(output, $"{"all".PadRight(width)}  {corpus.Scripts.Count,9}  {corpus.Groups.Length,7}{(corpus.IsBucketed ? "  (already bucketed)" : "")}");
        var reasons = string.Join(", ", corpus.LeftOutCounts.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key.ToText()} {pair.Value}")));
        Line(output, $"found {corpus.Found} = {corpus.Scripts.Count} to run + {corpus.LeftOut.Count} left out{(reasons.Length > 0 ? $" ({reasons})" : "")} + {corpus.Failures.Count} failed");
        if (made is not null)
        {
            Line(output, $"materialized: {made.Created} created, {made.Unchanged} unchanged, {made.Replaced} replaced, {made.Failures.Count} failed");
        }
    }

    /// <summary>A text that cannot disturb a terminal: control characters are shown as escapes.</summary>
    public static string Printable(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var result = new StringBuilder();
        foreach (var character in text)
        {
            _ = char.IsControl(character)
                ? result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}")
                : result.Append(character);
        }

        return result.ToString();
    }

    private static void Line(TextWriter output, FormattableString text)
    {
        output.Write(text.ToString(CultureInfo.InvariantCulture));
        output.Write('\n');
    }
}
