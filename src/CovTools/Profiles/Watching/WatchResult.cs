namespace CovTools.Profiles;

/// <summary>What a watched merge did from its begin to its end.</summary>
/// <param name="Release">Whose rules and format the result has.</param>
/// <param name="Records">Functions in the result.</param>
/// <param name="Merged">Files that were folded in.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Quarantined">Files that could not be merged, with where they are now.</param>
/// <param name="Problems">Records that could not be added as they are; at most <see cref="MergeOutcome.MaximumProblems"/>.</param>
/// <param name="Left">Incomplete files that were left where they are, by path.</param>
public sealed record WatchResult(
    LlvmRelease Release,
    int Records,
    long Merged,
    long Bytes,
    IReadOnlyList<(InputReport Report, string Target)> Quarantined,
    IReadOnlyList<MergeProblem> Problems,
    IReadOnlyList<string> Left);
