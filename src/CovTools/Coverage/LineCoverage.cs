namespace CovTools.Coverage;

/// <summary>A line of a view (LineCoverageStats in llvm/ProfileData/Coverage/CoverageMapping.h).</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Count">The largest count of a region that starts on the line or runs into it; 0 when the line is not mapped.</param>
/// <param name="IsMapped">The line has code.</param>
/// <param name="HasMultipleRegions">More than one region starts on it.</param>
/// <param name="FirstSegment">Index of its first segment in the view's segments.</param>
/// <param name="SegmentCount">How many segments are on the line.</param>
/// <param name="WrappedSegment">Index of the last segment of an earlier line; -1: none.</param>
public readonly record struct LineCoverage(uint Line, ulong Count, bool IsMapped, bool HasMultipleRegions, int FirstSegment, int SegmentCount, int WrappedSegment);
