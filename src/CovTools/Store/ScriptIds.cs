using System.Globalization;

namespace CovTools.Store;

/// <summary>Script ids as numbers (in memory) and as 16 hex digits (in files).</summary>
public static class ScriptIds
{
    /// <summary>The number as 16 lower-case hex digits.</summary>
    public static string Format(ulong id) => id.ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>The number behind 16 hex digits.</summary>
    /// <exception cref="FormatException">It is not 16 hex digits.</exception>
    public static ulong Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length == 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new FormatException($"'{text}' is not a script id (16 hex digits)");
    }
}
