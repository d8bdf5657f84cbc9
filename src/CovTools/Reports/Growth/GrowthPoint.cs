using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>What is covered after a profile and all those before it.</summary>
/// <param name="Profile">The profile, or the folder of profiles, that was added last.</param>
/// <param name="Totals">The numbers of all files.</param>
public readonly record struct GrowthPoint(string Profile, CoverageTotals Totals);
