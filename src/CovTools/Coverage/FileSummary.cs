namespace CovTools.Coverage;

/// <summary>Summary numbers of one source file.</summary>
/// <param name="Path">The path as the mapping has it.</param>
/// <param name="Totals">The numbers; all zero for a file in which no function is defined, such as one with macros only.</param>
public readonly record struct FileSummary(string Path, CoverageTotals Totals);
