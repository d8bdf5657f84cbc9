namespace CovTools.Coverage;

/// <summary>A place from which on a count holds, until the next segment (CoverageSegment in llvm/ProfileData/Coverage/CoverageMapping.h).</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column in bytes, from 1.</param>
/// <param name="Count">How often the text ran; 0 when it has no count.</param>
/// <param name="HasCount">False for skipped text and behind the last region.</param>
/// <param name="IsRegionEntry">A region starts here; otherwise one that was interrupted goes on.</param>
/// <param name="IsGapRegion">The segment belongs to a gap region: text between statements.</param>
public readonly record struct CoverageSegment(uint Line, uint Column, ulong Count, bool HasCount, bool IsRegionEntry, bool IsGapRegion);
