using System.Globalization;

namespace CovTools.Cli;

/// <summary>Sizes as users write them: <c>4294967296</c>, <c>4G</c>, <c>512MiB</c>; units are powers of 1024.</summary>
internal static class ByteSize
{
    private static readonly string[] s_units = ["", "k", "m", "g", "t"];

    /// <summary>Reads a size.</summary>
    /// <returns>False when the text is no size that fits 63 bits.</returns>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        var digits = text.AsSpan().TrimEnd("iIbBkKmMgGtT".AsSpan());
        var unit = text[digits.Length..].ToLowerInvariant();
        if (unit.EndsWith('b'))
        {
            unit = unit[..^1];
        }

        if (unit.EndsWith('i'))
        {
            unit = unit[..^1];
        }

        var power = Array.IndexOf(s_units, unit);
        if (power < 0
            || !decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > long.MaxValue / (1L << (10 * power)))
        {
            return false;
        }

        bytes = (long)(number * (1L << (10 * power)));
        return true;
    }
}
