using System.Globalization;
using System.Text;

namespace CovTools.Collection;

/// <summary>A line of profile.log.</summary>
internal static class LogLine
{
    /// <summary>The line of a script that ran.</summary>
    /// <param name="path">Path of the script in its corpus.</param>
    /// <param name="ending">How it ended.</param>
    public static string Format(string path, ScriptEnding ending)
    {
        var word = ending.Outcome switch
        {
            ScriptOutcome.Exit => $"exit {ending.ExitCode?.ToString(CultureInfo.InvariantCulture)}",
            ScriptOutcome.Signal => $"signal {ending.Signal?.ToString(CultureInfo.InvariantCulture)}",
            ScriptOutcome.Exception => $"exception {Printable(ending.ExceptionType ?? "")}",
            var other => other.ToWord(),
        };
        var remark = ending.FailureReason ?? ending.LostReason ?? LastLine(ending.OutputTail);
        return string.Create(CultureInfo.InvariantCulture, $"{word}\t{ending.WallSeconds:0.000}\t{ending.PeakBytes / 1048576.0:0.0}\t{Printable(path)}\t{Printable(remark)}");
    }

    /// <summary>The line of a script without a result.</summary>
    public static string NotRun(string path) => $"not run\t\t\t{Printable(path)}\t";

    /// <summary>Text without characters that would end a line or a column, or move a terminal's cursor: they are written as \uXXXX.</summary>
    private static string Printable(string text)
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
