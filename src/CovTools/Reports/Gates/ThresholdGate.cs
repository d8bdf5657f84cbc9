using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Compares percentages with thresholds, exactly: nothing is rounded.</summary>
public static class ThresholdGate
{
    /// <summary>What of a summary does not reach its threshold.</summary>
    /// <param name="summary">The numbers.</param>
    /// <param name="thresholds">The thresholds; those for changes are left to <see cref="ChangeGate"/>.</param>
    /// <returns>
    /// Violations by threshold, then by path. Files and directories with nothing to cover cannot fail; totals with nothing to cover do, whatever the threshold: a gate for
    /// something that is not measured at all would never close.
    /// </returns>
    public static IReadOnlyList<GateViolation> Check(ReportedSummary summary, IEnumerable<Threshold> thresholds)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(thresholds);
        var violations = new List<GateViolation>();
        foreach (var threshold in thresholds)
        {
            switch (threshold.Scope)
            {
                case GateScope.Total:
                    Check(violations, threshold, "", summary.Totals.Of(threshold.Kind), mayBeEmpty: false);
                    break;
                case GateScope.File:
                    Check(violations, threshold, summary.Files);
                    break;
                case GateScope.Directory:
                    Check(violations, threshold, summary.Directories());
                    break;
                case GateScope.Change:
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(thresholds), threshold.Scope, null);
            }
        }

        return violations;
    }

    private static void Check(List<GateViolation> violations, Threshold threshold, IReadOnlyList<FileSummary> places)
    {
        foreach (var place in places)
        {
            Check(violations, threshold, place.Path, place.Totals.Of(threshold.Kind), mayBeEmpty: true);
        }
    }

    private static void Check(List<GateViolation> violations, Threshold threshold, string where, Metric metric, bool mayBeEmpty)
    {
        if (metric.Total == 0 ? !mayBeEmpty : !PercentText.Reaches(metric, threshold.Percent))
        {
            violations.Add(new GateViolation(threshold.Scope, where, threshold.Kind, threshold.Percent, metric));
        }
    }
}
