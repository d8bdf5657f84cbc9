using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>How coverage grows over the profiles of a command, in their order (<c>report --growth</c>).</summary>
internal static class Growth
{
    /// <summary>Adds one profile after the other. What cannot be read of them, the session has told.</summary>
    public static IReadOnlyList<GrowthPoint> Measure(CoverageSession session, CancellationToken cancellationToken)
    {
        var profiles = session.Request.Profiles;
        var points = new List<GrowthPoint>();
        var merger = new ProfileMerger(new MergeOptions());
        foreach (var profile in profiles.SkipLast(1))
        {
            Parallel.ForEach(InputList.Expand(profile), new ParallelOptions { CancellationToken = cancellationToken }, input => merger.Add(input));
            points.Add(new GrowthPoint(profile, session.NumbersOf(merger.Complete().Counters, cancellationToken).Totals));
        }

        points.Add(new GrowthPoint(profiles.Count == 0 ? "" : profiles[^1], session.Numbers.Totals));
        return points;
    }

    /// <summary>Writes the table.</summary>
    public static void Write(Stream output, string format, string metric, IReadOnlyList<GrowthPoint> points)
    {
        using var writer = new StreamWriter(output, leaveOpen: true);
        if (format == "csv")
        {
            CsvReport.WriteGrowth(writer, metric, points);
        }
        else
        {
            GrowthTextReport.Write(writer, metric, points);
        }
    }
}
