using CovTools.Coverage;

namespace CovTools.Collection;

/// <summary>Coverage at one point of a run, as LLVM counts it.</summary>
/// <param name="Filtered">Totals over the files of the library's source filter.</param>
/// <param name="Whole">Totals over all files.</param>
public sealed record CoveragePoint(CoverageTotals Filtered, CoverageTotals Whole);
