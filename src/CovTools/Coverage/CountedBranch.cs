using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>A condition with the counts of both outcomes. Lines and columns as in <see cref="CountedRegion"/>.</summary>
/// <param name="StartLine">Line of the first character.</param>
/// <param name="StartColumn">Column of the first character.</param>
/// <param name="EndLine">Line of the end.</param>
/// <param name="EndColumn">Column after the last character.</param>
/// <param name="TrueCount">How often it was true.</param>
/// <param name="FalseCount">How often it was false.</param>
/// <param name="FileId">Where it lies: index into the function's files.</param>
/// <param name="ExpandedFileId">As the mapping has it; LLVM prints it.</param>
/// <param name="Kind">Branch or MC/DC branch.</param>
/// <param name="IsTrueFolded">The compiler knew that it is never true, by the rules of the release that is followed.</param>
/// <param name="IsFalseFolded">The compiler knew that it is never false, by the rules of the release that is followed.</param>
public readonly record struct CountedBranch(
    uint StartLine, uint StartColumn, uint EndLine, uint EndColumn, ulong TrueCount, ulong FalseCount, int FileId, int ExpandedFileId, RegionKind Kind, bool IsTrueFolded, bool IsFalseFolded)
{
    /// <summary>Both sides are constant: LLVM leaves it out of most views.</summary>
    public bool IsFolded => IsTrueFolded && IsFalseFolded;
}
