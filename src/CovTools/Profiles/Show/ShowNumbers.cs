using System.Globalization;

namespace CovTools.Profiles;

/// <summary>Numbers as C's printf prints them.</summary>
internal static class ShowNumbers
{
    /// <summary>%.2f: what lies exactly between two results becomes the even one.</summary>
    /// <param name="value">Not negative.</param>
    public static string TwoDecimals(double value)
    {
        var hundredths = value * 100;
        var below = Math.Floor(hundredths);
        var isTie = hundredths - below == 0.5 && double.IsInteger(value * 8);
        return (isTie && double.IsEvenInteger(below) ? below / 100 : value).ToString("F2", CultureInfo.InvariantCulture);
    }

    /// <summary>%0.6g of a part per million in percent, calculated in single precision as LLVM does.</summary>
    public static string Percent(ulong partsPerMillion) => ((float)partsPerMillion / 1_000_000 * 100).ToString("G6", CultureInfo.InvariantCulture);
}
