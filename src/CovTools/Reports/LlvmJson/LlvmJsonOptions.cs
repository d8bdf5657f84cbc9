namespace CovTools.Reports;

/// <summary>What a report in LLVM's JSON leaves out; the names are those of <c>llvm-cov export</c>.</summary>
public sealed record LlvmJsonOptions
{
    /// <summary>Numbers only: no segments, branches, expansions, decisions and functions.</summary>
    public bool SummaryOnly { get; init; }

    /// <summary>No expansions of files.</summary>
    public bool SkipExpansions { get; init; }

    /// <summary>No functions.</summary>
    public bool SkipFunctions { get; init; }

    /// <summary>With the test vectors that were not executed (LLVM 23).</summary>
    public bool ShowMcdcNonExecutedVectors { get; init; }
}
