using CovTools.Profiles;

namespace CovTools.Reports;

/// <summary>What is shown beside the source, and as which release of llvm-cov (CoverageViewOptions.h).</summary>
public sealed record ShowOptions
{
    /// <summary>The release whose layout is followed.</summary>
    public LlvmRelease Release { get; init; } = LlvmRelease.Newest;

    /// <summary>A column with the count of each line.</summary>
    public bool LineCounts { get; init; } = true;

    /// <summary>Marks with the counts of regions that differ from their line's.</summary>
    public bool RegionMarkers { get; init; }

    /// <summary>What macros and included text expand to, below the line.</summary>
    public bool Expansions { get; init; }

    /// <summary>Instantiations of functions that have several, below the last line.</summary>
    public bool Instantiations { get; init; } = true;

    /// <summary>Conditions, below the line.</summary>
    public BranchDisplay Branches { get; init; }

    /// <summary>Decisions and their test vectors, below their last line. Releases before 18 do not have them.</summary>
    public bool Mcdc { get; init; }

    /// <summary>Test vectors that were not executed, too (release 23).</summary>
    public bool UnexecutedTestVectors { get; init; }

    /// <summary>1 instead of every count above 0 (release 20 and later).</summary>
    public bool BinaryCounts { get; init; }

    /// <summary>What did not run and what expands is coloured, with ANSI escape sequences.</summary>
    public bool HasColor { get; init; }

    /// <summary>Makes names of functions readable; null: they stay mangled.</summary>
    public Func<string, string>? ReadableName { get; init; }
}
