using CovTools.Profiles;

namespace CovTools.Reports;

/// <summary>What a table of coverage shows, and as which release of llvm-cov.</summary>
public sealed record TextReportOptions
{
    /// <summary>The release whose layout is followed.</summary>
    public LlvmRelease Release { get; init; } = LlvmRelease.Newest;

    /// <summary>Columns for regions.</summary>
    public bool Regions { get; init; } = true;

    /// <summary>Columns for functions.</summary>
    public bool Functions { get; init; } = true;

    /// <summary>Columns for instantiations of functions.</summary>
    public bool Instantiations { get; init; }

    /// <summary>Columns for branches.</summary>
    public bool Branches { get; init; } = true;

    /// <summary>Columns for conditions of MC/DC. Releases before 18 do not have them.</summary>
    public bool Mcdc { get; init; }

    /// <summary>Numbers are coloured by how much is covered, with ANSI escape sequences.</summary>
    public bool HasColor { get; init; }
}
