using System.Globalization;

namespace CovTools.Cli.Live;

/// <summary>Numbers of live coverage as text.</summary>
internal static class LiveText
{
    /// <summary>Counters covered, all counters, and the share.</summary>
    public static string Share(long covered, long total) =>
        string.Create(CultureInfo.InvariantCulture, $"{covered,10} of {total,10} counters {(total == 0 ? 0 : 100.0 * covered / total),6:0.00}%");

    /// <summary>What was reached for the first time at a look, one line.</summary>
    public static string Line(LiveLook look) => string.Create(
        CultureInfo.InvariantCulture,
        $"{look.Elapsed.TotalSeconds,8:0.0} s {Share(look.Covered, look.Total)}  +{look.NewCounters} ({look.Rate:0.0}/s){(look.Reached.Count == 0 ? "" : "  ")}{string.Join(", ", look.Reached)}");
}
