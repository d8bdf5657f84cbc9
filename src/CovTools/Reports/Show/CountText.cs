using System.Globalization;

namespace CovTools.Reports;

/// <summary>Counts in a few characters (SourceCoverageView::formatCount).</summary>
internal static class CountText
{
    private const string Units = " kMGTPEZY";

    /// <summary>Up to 999 as it is, above with three digits, cut off: 1.23k, 12.3k, 123k, 1.23M.</summary>
    public static string Of(ulong count)
    {
        var digits = count.ToString(CultureInfo.InvariantCulture);
        if (digits.Length <= 3)
        {
            return digits;
        }

        var whole = ((digits.Length - 1) % 3) + 1;
        var unit = Units[(digits.Length - 1) / 3];
        return whole == 3 ? $"{digits[..3]}{unit}" : $"{digits[..whole]}.{digits[whole..3]}{unit}";
    }

    /// <summary>The same, or only whether it is above 0.</summary>
    public static string Of(ulong count, ShowOptions options) => Of(options.BinaryCounts ? Math.Min(count, 1) : count);
}
