namespace CovTools.Coverage;

/// <summary>How many of some things were covered.</summary>
/// <param name="Covered">0 … <paramref name="Total"/>.</param>
/// <param name="Total">How many there are.</param>
public readonly record struct Metric(long Covered, long Total)
{
    /// <summary>How many were not covered.</summary>
    public long Missed => Total - Covered;

    /// <summary>Covered in percent of all; 0 when there are none.</summary>
    public double Percent => Total == 0 ? 0 : (double)Covered / Total * 100.0;

    /// <summary>Both numbers added.</summary>
    public static Metric operator +(Metric left, Metric right) => left.Add(right);

    /// <summary>Both numbers added.</summary>
    public Metric Add(Metric other) => new(Covered + other.Covered, Total + other.Total);

    /// <summary>The larger of each number, as llvm-cov merges the instantiations of a function.</summary>
    internal Metric Max(Metric other) => new(Math.Max(Covered, other.Covered), Math.Max(Total, other.Total));
}
