namespace CovTools.Coverage;

/// <summary>Tells what it means that nothing was measured.</summary>
public static class CoverageOutcomes
{
    /// <summary>Classifies a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="profileBinaryIds">Build ids that the profile is about, lower-case hex; none: unknown.</param>
    /// <param name="objectBuildIds">Build ids of the objects, lower-case hex; none: unknown.</param>
    /// <param name="profileHasCounts">Some counter of the profile is not zero.</param>
    public static CoverageOutcome Classify(
        CoverageReport report, IReadOnlyCollection<string> profileBinaryIds, IReadOnlyCollection<string> objectBuildIds, bool profileHasCounts)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(profileBinaryIds);
        ArgumentNullException.ThrowIfNull(objectBuildIds);
        return Classify(
            report.Summary, report.Mismatches.Count > 0, profileBinaryIds, objectBuildIds, profileHasCounts, () => report.Functions().Any(static function => function.ExecutionCount > 0));
    }

    /// <summary>As above.</summary>
    /// <param name="summary">The numbers.</param>
    /// <param name="hasMismatches">The profile knows functions of the same names that are other versions.</param>
    /// <param name="profileBinaryIds">As above.</param>
    /// <param name="objectBuildIds">As above.</param>
    /// <param name="profileHasCounts">As above.</param>
    /// <param name="anyFunctionRan">Whether a function ran that may not be reported; asked only when it matters.</param>
    internal static CoverageOutcome Classify(
        CoverageSummary summary, bool hasMismatches, IReadOnlyCollection<string> profileBinaryIds, IReadOnlyCollection<string> objectBuildIds, bool profileHasCounts, Func<bool> anyFunctionRan)
    {
        var totals = summary.Totals;
        if (totals.Functions.Covered > 0 || totals.Regions.Covered > 0 || totals.Lines.Covered > 0)
        {
            return CoverageOutcome.Measured;
        }

        if (anyFunctionRan())
        {
            return totals.Instantiations.Total == 0 ? CoverageOutcome.NoFunctions : CoverageOutcome.AllZero;
        }

        var isOther = profileBinaryIds.Count > 0 && objectBuildIds.Count > 0 && !profileBinaryIds.Intersect(objectBuildIds, StringComparer.OrdinalIgnoreCase).Any();
        if (hasMismatches || isOther || (profileHasCounts && totals.Instantiations.Total > 0))
        {
            return CoverageOutcome.NoMatchingBinary;
        }

        return totals.Instantiations.Total == 0 ? CoverageOutcome.NoFunctions : CoverageOutcome.AllZero;
    }
}
