using System.Globalization;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Percentages as text, rounded down: 100 means all, and what is below a threshold never looks as if it had reached it.</summary>
internal static class PercentText
{
    /// <summary>Covered in percent of all, as <c>83.33</c>.</summary>
    /// <param name="metric">Not empty.</param>
    /// <param name="digits">Digits after the point.</param>
    public static string Of(Metric metric, int digits = 2) => RoundDown(Value(metric), digits).ToString("F" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Covered in percent of all; exact enough that only equal ratios compare as equal.</summary>
    /// <param name="metric">Not empty.</param>
    public static decimal Value(Metric metric) => metric.Covered * 100m / metric.Total;

    /// <summary>Whether at least <paramref name="percent"/> is covered, without rounding.</summary>
    public static bool Reaches(Metric metric, decimal percent) => metric.Covered * 100m >= percent * metric.Total;

    private static decimal RoundDown(decimal value, int digits)
    {
        var scale = (decimal)Math.Pow(10, digits);
        return Math.Floor(value * scale) / scale;
    }
}
