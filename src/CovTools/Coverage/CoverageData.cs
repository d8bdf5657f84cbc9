namespace CovTools.Coverage;

/// <summary>What is covered in one view: a file, a function's main file, or an expansion (CoverageData in llvm/ProfileData/Coverage/CoverageMapping.h).</summary>
/// <param name="Path">The file, as the mapping names it.</param>
/// <param name="Segments">Sorted by place.</param>
/// <param name="Expansions">Expansions of the view's main file, in the order of functions and regions.</param>
/// <param name="Branches">Conditions, folded ones included, in the order of functions and regions.</param>
/// <param name="McdcRecords">Decisions, in the order in which LLVM completes them.</param>
public sealed record CoverageData(
    string Path, IReadOnlyList<CoverageSegment> Segments, IReadOnlyList<ExpansionCoverage> Expansions, IReadOnlyList<CountedBranch> Branches, IReadOnlyList<McdcRecord> McdcRecords);
