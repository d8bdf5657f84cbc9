using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace CovTools.Reports;

/// <summary>Paths in the header lines of a diff.</summary>
internal static class DiffPath
{
    /// <summary>What stands for a file that does not exist.</summary>
    private const string Nothing = "/dev/null";

    /// <summary>Reads what follows <c>--- </c> or <c>+++ </c>: a name in git's quotes, or one that a tab may separate from a time.</summary>
    /// <param name="text">The rest of the line.</param>
    /// <param name="path">The path; empty when the file does not exist on this side.</param>
    /// <returns>False when quotes are damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, [NotNullWhen(true)] out string? path)
    {
        text = text.EndsWith("\r"u8) ? text[..^1] : text;
        if (text.StartsWith("\""u8))
        {
            return TryUnquote(text[1..], out path);
        }

        var tab = text.IndexOf((byte)'\t');
        path = Encoding.UTF8.GetString(tab < 0 ? text : text[..tab]);
        path = path == Nothing ? "" : path;
        return true;
    }

    /// <summary>Takes git's prefix off the new path: <c>b/</c>, or <c>w/</c>, <c>i/</c> … with mnemonic prefixes.</summary>
    /// <param name="oldPath">The old path; empty: the file is new.</param>
    /// <param name="newPath">The new path.</param>
    public static string WithoutPrefix(string oldPath, string newPath)
    {
        var isPrefixed = oldPath.Length == 0
            ? HasPrefix(newPath, "bwi")
            : HasPrefix(oldPath, "aciow") && HasPrefix(newPath, "bciow") && oldPath[0] != newPath[0];
        return isPrefixed ? newPath[2..] : newPath;
    }

    private static bool HasPrefix(string path, string letters) => path.Length > 2 && path[1] == '/' && letters.Contains(path[0], StringComparison.Ordinal);

    /// <summary>As quote_c_style in git's quote.c writes it.</summary>
    private static bool TryUnquote(ReadOnlySpan<byte> text, out string? path)
    {
        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                path = Encoding.UTF8.GetString([.. bytes]);
                return true;
            }

            if (text[i] != '\\')
            {
                bytes.Add(text[i]);
                continue;
            }

            if (Unescape(text[(i + 1)..], out var length) is not { } value)
            {
                break;
            }

            bytes.Add(value);
            i += length;
        }

        path = null;
        return false;
    }

    private static byte? Unescape(ReadOnlySpan<byte> text, out int length)
    {
        length = 1;
        if (text.IsEmpty)
        {
            return null;
        }

        var named = "abtnvfr\"\\"u8.IndexOf(text[0]);
        if (named >= 0)
        {
            return "\a\b\t\n\v\f\r\"\\"u8[named];
        }

        length = 3;
        return text.Length >= 3 && text[0] is >= (byte)'0' and <= (byte)'3' && IsOctal(text[1]) && IsOctal(text[2])
            ? (byte)(((text[0] - '0') << 6) | ((text[1] - '0') << 3) | (text[2] - '0'))
            : null;
    }

    private static bool IsOctal(byte digit) => digit is >= (byte)'0' and <= (byte)'7';
}
