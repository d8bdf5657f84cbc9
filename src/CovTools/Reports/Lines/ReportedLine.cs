using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>A line with code.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Count">How often it ran, as LLVM counts lines.</param>
/// <param name="Conditions">Its conditions, from left to right.</param>
public readonly record struct ReportedLine(uint Line, ulong Count, ReadOnlyMemory<LineCondition> Conditions)
{
    /// <summary>Outcomes of its conditions.</summary>
    public Metric Branches => LineBranches.Sum(Conditions.Span);
}
