namespace CovTools.Mapping;

/// <summary>One region of a function's mapping, decoded. Lines and columns start at 1; the end is exclusive in columns.</summary>
public struct MappingRegion : IEquatable<MappingRegion>
{
    /// <summary>What the region says.</summary>
    public RegionKind Kind { get; internal set; }

    /// <summary>Index into the function's files: where the region lies.</summary>
    public int FileId { get; internal set; }

    /// <summary>For an expansion: index into the function's files of what is expanded; otherwise 0.</summary>
    public int ExpandedFileId { get; internal set; }

    /// <summary>Line of the first character.</summary>
    public uint StartLine { get; internal set; }

    /// <summary>Column of the first character, in bytes.</summary>
    public uint StartColumn { get; internal set; }

    /// <summary>Line of the end.</summary>
    public uint EndLine { get; internal set; }

    /// <summary>Column after the last character; 2^32-1 for the end of the line whatever its length.</summary>
    public uint EndColumn { get; internal set; }

    /// <summary>How often the region ran; for a condition, how often it was true.</summary>
    public Counter Count { get; internal set; }

    /// <summary>For a condition: how often it was false.</summary>
    public Counter FalseCount { get; internal set; }

    /// <summary>For a decision: where its bits are. LLVM 18: first byte; LLVM 19 and later: the bit after its last one.</summary>
    public uint BitmapIndex { get; internal set; }

    /// <summary>For a decision: number of its conditions.</summary>
    public int ConditionCount { get; internal set; }

    /// <summary>For a condition of a decision: its id, from 0.</summary>
    public int ConditionId { get; internal set; }

    /// <summary>For a condition of a decision: id of the condition that is evaluated after a true one; -1 when the decision ends.</summary>
    public int TrueNextId { get; internal set; }

    /// <summary>For a condition of a decision: id of the condition that is evaluated after a false one; -1 when the decision ends.</summary>
    public int FalseNextId { get; internal set; }

    /// <summary>Start as one number that sorts by line, then column.</summary>
    internal readonly ulong Start => ((ulong)StartLine << 32) | StartColumn;

    /// <summary>End as one number that sorts by line, then column.</summary>
    internal readonly ulong End => ((ulong)EndLine << 32) | EndColumn;

    /// <summary>True for conditions, in a decision or not.</summary>
    public readonly bool IsBranch => Kind is RegionKind.Branch or RegionKind.McdcBranch;

    /// <summary>Field by field.</summary>
    public static bool operator ==(MappingRegion left, MappingRegion right) => left.Equals(right);

    /// <summary>Field by field.</summary>
    public static bool operator !=(MappingRegion left, MappingRegion right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(MappingRegion other) =>
        (Kind, FileId, ExpandedFileId, Start, End, Count, FalseCount) == (other.Kind, other.FileId, other.ExpandedFileId, other.Start, other.End, other.Count, other.FalseCount)
        && (BitmapIndex, ConditionCount, ConditionId, TrueNextId, FalseNextId) == (other.BitmapIndex, other.ConditionCount, other.ConditionId, other.TrueNextId, other.FalseNextId);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MappingRegion other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(Kind, FileId, ExpandedFileId, Start, End, Count, FalseCount);
}
