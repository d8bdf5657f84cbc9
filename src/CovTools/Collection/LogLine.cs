using System.Globalization;
using System.Text;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>A line of profile.log. The path's place is kept by a NUL character, because the journal knows only the script's id.</summary>
internal static class LogLine
{
    public static string Format(JournalEntry entry)
    {
        var ending = entry.Outcome switch
        {
            ScriptOutcome.Exit => $"exit {entry.ExitCode?.ToString(CultureInfo.InvariantCulture)}",
            ScriptOutcome.Signal => $"signal {entry.Signal?.ToString(CultureInfo.InvariantCulture)}",
            ScriptOutcome.Exception => $"exception {Printable(entry.ExceptionType ?? "")}",
            var other => other.ToWord(),
        };
        var remark = entry.FailureReason ?? entry.LostReason ?? LastLine(entry.OutputTail);
        return string.Create(CultureInfo.InvariantCulture, $"{ending}\t{entry.WallSeconds:0.000}\t{entry.PeakBytes / 1048576.0:0.0}\t\0\t{Printable(remark)}");
    }

    /// <summary>Text without characters that would end a line or a column, or move a terminal's cursor: they are written as \uXXXX.</summary>
    public static string Printable(string text)
    {
        if (!text.Any(IsUnprintable))
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 16);
        foreach (var character in text)
        {
            if (IsUnprintable(character))
            {
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
            else
            {
                result.Append(character);
            }
        }

        return result.ToString();
    }

    private static bool IsUnprintable(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';

    private static string LastLine(string text)
    {
        var trimmed = text.AsSpan().TrimEnd();
        return trimmed[(trimmed.LastIndexOf('\n') + 1)..].ToString();
    }
}
