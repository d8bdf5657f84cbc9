namespace CovTools.Coverage;

/// <summary>A decision of several conditions and how it was tested (MCDCRecord in llvm/ProfileData/Coverage/CoverageMapping.h).</summary>
/// <param name="Decision">The whole decision; its count is 0.</param>
/// <param name="Conditions">The conditions by position in the record: the first is the one evaluated first, the others in the order in which LLVM finds them.</param>
/// <param name="TestVectors">Executed test vectors in the order of the release that is followed: results false first.</param>
/// <param name="UnexecutedTestVectors">The other test vectors, in the same order (shown by LLVM 23 on request).</param>
public sealed record McdcRecord(
    CountedRegion Decision, IReadOnlyList<McdcCondition> Conditions, IReadOnlyList<McdcTestVector> TestVectors, IReadOnlyList<McdcTestVector> UnexecutedTestVectors);
