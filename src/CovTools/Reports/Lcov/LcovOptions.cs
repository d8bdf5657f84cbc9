namespace CovTools.Reports;

/// <summary>What an lcov tracefile leaves out; the names are those of <c>llvm-cov export -format=lcov</c>.</summary>
public sealed record LcovOptions
{
    /// <summary>Numbers of files only: no lines of functions, lines and branches.</summary>
    public bool SummaryOnly { get; init; }

    /// <summary>No functions (FN, FNDA).</summary>
    public bool SkipFunctions { get; init; }

    /// <summary>No branches (BRDA, BRF, BRH).</summary>
    public bool SkipBranches { get; init; }

    /// <summary>LLVM 21 and later: branches of the instantiations of a template are added up.</summary>
    public bool UnifyInstantiations { get; init; } = true;
}
