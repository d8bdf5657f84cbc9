using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>What releases of llvm-cov do differently in views of files.</summary>
/// <param name="AddsAsFlags">19 with counters that are single bytes: counts of the same place are combined to 1 or 0 (combineRegions).</param>
/// <param name="MainBranchesOnly">Up to 19: a file's view has the conditions of a function's first file id only; later those of all that are the file (getCoverageForFile).</param>
internal readonly record struct ViewRules(bool AddsAsFlags, bool MainBranchesOnly)
{
    public static ViewRules For(LlvmRelease release, bool hasSingleByteCounters) => new(
        AddsAsFlags: hasSingleByteCounters && release.Major == 19,
        MainBranchesOnly: release.Major <= 19);

    /// <summary>Whether a condition is part of a file's view.</summary>
    /// <param name="branch">The condition.</param>
    /// <param name="files">The function's files.</param>
    /// <param name="file">The file, as the function's files have it.</param>
    public bool IsInFileView(in CountedBranch branch, ReadOnlySpan<int> files, int file) => files[branch.FileId] == file && (!MainBranchesOnly || branch.FileId == branch.ExpandedFileId);

    /// <summary>A collector of the regions of a view.</summary>
    public ViewSegments<ulong> NewSegments() => new(AddsAsFlags ? static (left, right) => (left | right) != 0 ? 1UL : 0UL : static (left, right) => unchecked(left + right));
}
