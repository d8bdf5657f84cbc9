namespace CovTools.Coverage;

/// <summary>Summary numbers of a file or of several, as llvm-cov counts them.</summary>
/// <param name="Regions">Code regions.</param>
/// <param name="Functions">Functions; instantiations of one source function count once.</param>
/// <param name="Instantiations">Functions with each instantiation counted.</param>
/// <param name="Lines">Lines with code.</param>
/// <param name="Branches">Outcomes of conditions: two for each that is not constant.</param>
/// <param name="Mcdc">Conditions of decisions that are not constant; covered when they were shown to decide the result on their own (LLVM 18 and later).</param>
public readonly record struct CoverageTotals(Metric Regions, Metric Functions, Metric Instantiations, Metric Lines, Metric Branches, Metric Mcdc = default)
{
    /// <summary>All numbers added.</summary>
    public static CoverageTotals operator +(CoverageTotals left, CoverageTotals right) => left.Add(right);

    /// <summary>All numbers added.</summary>
    public CoverageTotals Add(CoverageTotals other) => new(
        Regions + other.Regions,
        Functions + other.Functions,
        Instantiations + other.Instantiations,
        Lines + other.Lines,
        Branches + other.Branches,
        Mcdc + other.Mcdc);
}
