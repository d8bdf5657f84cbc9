using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>A code, expansion, skipped or gap region with its count (CountedRegion in llvm/ProfileData/Coverage/CoverageMapping.h). Lines and columns start at 1, columns count bytes, the end is exclusive.</summary>
/// <param name="StartLine">Line of the first character.</param>
/// <param name="StartColumn">Column of the first character.</param>
/// <param name="EndLine">Line of the end.</param>
/// <param name="EndColumn">Column after the last character; for a gap region without LLVM's mark of gaps.</param>
/// <param name="Count">How often it ran.</param>
/// <param name="FileId">Where it lies: index into the function's files.</param>
/// <param name="ExpandedFileId">For an expansion: what is expanded, an index into the function's files; otherwise 0.</param>
/// <param name="Kind">Code, expansion, skipped or gap.</param>
public readonly record struct CountedRegion(uint StartLine, uint StartColumn, uint EndLine, uint EndColumn, ulong Count, int FileId, int ExpandedFileId, RegionKind Kind)
{
    /// <summary>Range, kind and count alone.</summary>
    internal CountedSpan<ulong> Span => new(((ulong)StartLine << 32) | StartColumn, ((ulong)EndLine << 32) | EndColumn, Kind, Count);
}
