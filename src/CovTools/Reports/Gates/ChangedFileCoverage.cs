using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>How well the changed lines of a file are covered.</summary>
/// <param name="Path">The file, as the report names it.</param>
/// <param name="Lines">Changed lines that have code, and how many of them ran.</param>
/// <param name="Uncovered">Changed lines that have code and did not run, by line; consecutive ones together.</param>
public sealed record ChangedFileCoverage(string Path, Metric Lines, IReadOnlyList<LineRange> Uncovered);
