using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>A condition on a line.</summary>
/// <param name="TrueCount">How often it was true; null: the compiler knew that it never is.</param>
/// <param name="FalseCount">How often it was false; null: the compiler knew that it never is.</param>
public readonly record struct LineCondition(ulong? TrueCount, ulong? FalseCount)
{
    /// <summary>How many outcomes it has, one or two, and how many of them happened.</summary>
    public Metric Outcomes => new(Covered(TrueCount) + Covered(FalseCount), (TrueCount is null ? 0 : 1) + (FalseCount is null ? 0 : 1));

    /// <summary>The same condition measured in two instantiations of its function.</summary>
    internal LineCondition Add(LineCondition other) => new(Add(TrueCount, other.TrueCount), Add(FalseCount, other.FalseCount));

    private static int Covered(ulong? count) => count > 0 ? 1 : 0;

    /// <summary>Counts do not wrap around.</summary>
    internal static ulong AddCounts(ulong left, ulong right) => ulong.MaxValue - left < right ? ulong.MaxValue : left + right;

    private static ulong? Add(ulong? left, ulong? right) => left is null || right is null ? left ?? right : AddCounts(left.Value, right.Value);
}
