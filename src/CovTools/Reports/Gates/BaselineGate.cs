using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Compares a summary with an earlier one: no percentage may be lower than it was.</summary>
public static class BaselineGate
{
    /// <summary>What became worse.</summary>
    /// <param name="current">The numbers now.</param>
    /// <param name="baseline">The numbers then, by the same metric.</param>
    /// <param name="kinds">The kinds of metrics that count; null: lines, branches, functions, regions and MC/DC.</param>
    /// <param name="tolerance">How many percentage points lower is still good enough.</param>
    /// <returns>
    /// Violations of the totals, then of each file that both summaries have, by kind. What had nothing to cover cannot have become worse, nor can a file that has nothing to cover
    /// any more; totals that have nothing any more are a violation.
    /// </returns>
    /// <exception cref="UsageException">The summaries are by different metrics.</exception>
    public static IReadOnlyList<GateViolation> Check(ReportedSummary current, ReportedSummary baseline, IReadOnlyList<MetricKind>? kinds = null, decimal tolerance = 0)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentOutOfRangeException.ThrowIfNegative(tolerance);
        if (current.Metric != baseline.Metric)
        {
            throw new UsageException($"the baseline is by the metric '{baseline.Metric}', not '{current.Metric}': they cannot be compared");
        }

        kinds ??= [MetricKind.Line, MetricKind.Branch, MetricKind.Function, MetricKind.Region, MetricKind.Mcdc];
        var violations = new List<GateViolation>();
        Check(violations, GateScope.Total, "", current.Totals, baseline.Totals, kinds, tolerance);
        var then = baseline.Files.ToDictionary(static file => file.Path, static file => file.Totals, StringComparer.Ordinal);
        foreach (var file in current.Files)
        {
            if (then.TryGetValue(file.Path, out var totals))
            {
                Check(violations, GateScope.File, file.Path, file.Totals, totals, kinds, tolerance);
            }
        }

        return violations;
    }

    private static void Check(
        List<GateViolation> violations, GateScope scope, string where, CoverageTotals current, CoverageTotals baseline, IReadOnlyList<MetricKind> kinds, decimal tolerance)
    {
        foreach (var kind in kinds)
        {
            var (now, then) = (current.Of(kind), baseline.Of(kind));
            if (then.Total == 0 || (now.Total == 0 && scope == GateScope.File))
            {
                continue;
            }

            var wanted = Math.Max(0, PercentText.Value(then) - tolerance);
            if (now.Total == 0 || PercentText.Value(now) < wanted)
            {
                violations.Add(new GateViolation(scope, where, kind, wanted, now));
            }
        }
    }
}
