namespace CovTools.Coverage;

/// <summary>One function with its counts (FunctionRecord of LLVM).</summary>
/// <param name="Index">Its index in the functions of the mapping.</param>
/// <param name="Name">Its name as LLVM shows it: mangled, without the file in front of the names of local functions where LLVM takes it off.</param>
/// <param name="Files">Its files by file id, as the mapping names them.</param>
/// <param name="Regions">Code, expansion, skipped and gap regions in the order of the mapping.</param>
/// <param name="Branches">Conditions in the order of the mapping, folded ones included.</param>
/// <param name="McdcRecords">Decisions, in the order in which LLVM completes them.</param>
/// <param name="MainFileId">The file id that defines it; -1: none.</param>
public sealed record FunctionCoverage(
    int Index, string Name, IReadOnlyList<string> Files, IReadOnlyList<CountedRegion> Regions, IReadOnlyList<CountedBranch> Branches, IReadOnlyList<McdcRecord> McdcRecords, int MainFileId)
{
    /// <summary>Count of the first code region: how often the function was entered.</summary>
    public ulong ExecutionCount => Regions.Count == 0 ? 0 : Regions[0].Count;
}
