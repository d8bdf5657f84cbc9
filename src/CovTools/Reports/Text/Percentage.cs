using System.Globalization;
using System.Numerics;

namespace CovTools.Reports;

/// <summary>Percentages as the C library prints them (<c>%.2f</c>): the exact value of the double is rounded, halves to even.</summary>
internal static class Percentage
{
    private const int MantissaBits = 52;
    private const int ExponentBias = 1075;
    private const double Whole = 1L << 53;

    /// <summary>How much of <paramref name="total"/>; 0 when there is nothing, as in CoverageSummaryInfo.h.</summary>
    public static double Of(double covered, double total) => total == 0 ? 0 : covered / total * 100;

    /// <summary>With two digits behind the point.</summary>
    /// <param name="value">Not negative, finite.</param>
    public static string Text(double value)
    {
        if (value >= Whole)
        {
            return new BigInteger(value).ToString(CultureInfo.InvariantCulture) + ".00";
        }

        var bits = BitConverter.DoubleToUInt64Bits(value);
        var exponent = (int)(bits >> MantissaBits);
        var mantissa = (bits & ((1UL << MantissaBits) - 1)) | (exponent == 0 ? 0 : 1UL << MantissaBits);
        var hundredths = Shift((UInt128)mantissa * 100, ExponentBias - Math.Max(exponent, 1));
        return string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100}.{hundredths % 100:00}");
    }

    /// <summary>Divides by a power of two and rounds.</summary>
    private static UInt128 Shift(UInt128 value, int bits)
    {
        if (bits <= 0)
        {
            return value << -bits;
        }

        if (bits > 100)
        {
            return 0; // The value has 60 bits at most.
        }

        var whole = value >> bits;
        var rest = value - (whole << bits);
        var half = UInt128.One << (bits - 1);
        return rest > half || (rest == half && !UInt128.IsEvenInteger(whole)) ? whole + 1 : whole;
    }
}
