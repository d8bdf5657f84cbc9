using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>How well the lines of a patch are covered.</summary>
/// <param name="Lines">Changed lines that have code, and how many of them ran.</param>
/// <param name="Files">The files of the patch that the report has, in the patch's order.</param>
/// <param name="NotMeasured">Files with changed lines that the report does not have, as the patch names them.</param>
public sealed record ChangeCoverage(Metric Lines, IReadOnlyList<ChangedFileCoverage> Files, IReadOnlyList<string> NotMeasured);
