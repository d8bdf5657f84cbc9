using System.Globalization;
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
            ScriptOutcome.Exception => $"exception {entry.ExceptionType}",
            var other => other.ToWord(),
        };
        var remark = entry.FailureReason ?? entry.LostReason ?? LastLine(entry.OutputTail);
        return string.Create(CultureInfo.InvariantCulture, $"{ending}\t{entry.WallSeconds:0.000}\t{entry.PeakBytes / 1048576.0:0.0}\t\0\t{remark}");
    }

    private static string LastLine(string text)
    {
        var trimmed = text.AsSpan().TrimEnd();
        var last = trimmed[(trimmed.LastIndexOf('\n') + 1)..];
        return last.ToString().Replace('\t', ' ').Replace("\0", "\\0", StringComparison.Ordinal);
    }
}
