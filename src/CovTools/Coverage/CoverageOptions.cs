using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>How coverage is computed.</summary>
public sealed record CoverageOptions
{
    /// <summary>The release of llvm-cov whose rules hold.</summary>
    public LlvmRelease Release { get; init; } = LlvmRelease.Newest;

    /// <summary>The files that are reported, by the path in the mapping; null: all.</summary>
    public Func<string, bool>? IsReported { get; init; }
}
