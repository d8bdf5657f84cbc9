using System.Buffers.Text;

namespace CovTools.Reports;

/// <summary>The header of a hunk: <c>@@ -OLD[,LINES] +NEW[,LINES] @@</c>.</summary>
/// <param name="OldLines">How many lines it has of the old file.</param>
/// <param name="NewStart">Number of the first of its lines in the new file.</param>
/// <param name="NewLines">How many lines it has of the new file.</param>
internal readonly record struct HunkHeader(int OldLines, int NewStart, int NewLines)
{
    /// <summary>Reads a line.</summary>
    /// <returns>Null when it is none, or one with impossible numbers.</returns>
    public static HunkHeader? TryRead(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("@@ -"u8))
        {
            return null;
        }

        line = line[4..];
        if (!TryReadRange(ref line, out var oldStart, out var oldLines) || !line.StartsWith(" +"u8))
        {
            return null;
        }

        line = line[2..];
        if (!TryReadRange(ref line, out var newStart, out var newLines) || !line.StartsWith(" @@"u8))
        {
            return null;
        }

        var isPossible = IsPossible(oldStart, oldLines) && IsPossible(newStart, newLines);
        return isPossible ? new HunkHeader(oldLines, newStart, newLines) : null;
    }

    private static bool IsPossible(int start, int lines) => lines == 0 || (start > 0 && (long)start + lines <= int.MaxValue);

    private static bool TryReadRange(ref ReadOnlySpan<byte> text, out int start, out int lines)
    {
        lines = 1;
        if (!TryReadNumber(ref text, out start))
        {
            return false;
        }

        if (!text.StartsWith(","u8))
        {
            return true;
        }

        text = text[1..];
        return TryReadNumber(ref text, out lines);
    }

    private static bool TryReadNumber(ref ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0]) || !Utf8Parser.TryParse(text, out number, out var length))
        {
            return false;
        }

        text = text[length..];
        return true;
    }
}
