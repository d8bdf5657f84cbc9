namespace CovTools.Coverage;

/// <summary>Summary numbers of one function, or of one group of instantiations.</summary>
/// <param name="Regions">Code regions.</param>
/// <param name="Lines">Lines.</param>
/// <param name="Branches">Outcomes of conditions.</param>
/// <param name="Mcdc">Conditions of decisions.</param>
/// <param name="Executions">How often it was entered.</param>
internal readonly record struct FunctionTally(Metric Regions, Metric Lines, Metric Branches, Metric Mcdc, ulong Executions)
{
    /// <summary>The numbers of a function whose counters are all zero.</summary>
    public static FunctionTally NeverExecuted(in FunctionShape shape) => new(
        new Metric(0, shape.Regions), new Metric(0, shape.Lines), new Metric(0, shape.Branches), new Metric(0, shape.Conditions), 0);

    /// <summary>Instantiations merge by the larger of each number; their executions add up.</summary>
    public FunctionTally Merge(FunctionTally other) => new(
        Regions.Max(other.Regions),
        Lines.Max(other.Lines),
        Branches.Max(other.Branches),
        Mcdc.Max(other.Mcdc),
        unchecked(Executions + other.Executions));

    /// <summary>The numbers as part of a file: one function, of so many instantiations.</summary>
    public CoverageTotals ToTotals(Metric instantiations) => new(
        Regions,
        new Metric(Executions != 0 ? 1 : 0, 1),
        instantiations,
        Lines,
        Branches,
        Mcdc);
}
