namespace CovTools.Profiles;

/// <summary>What became of an input.</summary>
public enum InputStatus
{
    /// <summary>Everything in it was added, but for the problems that are told.</summary>
    Merged = 0,

    /// <summary>It has no bytes: whatever was to write it ended before. Neither a success nor a failure (as in llvm-profdata).</summary>
    Empty = 1,

    /// <summary>It could not be opened or read.</summary>
    Unreadable = 2,

    /// <summary>It is damaged or of no known format. Profiles and records before the damaged place were added.</summary>
    Malformed = 3,

    /// <summary>It was added, but holds counts that no real run reaches; llvm-profdata takes it for damaged.</summary>
    Suspicious = 4,

    /// <summary>It is of a kind that does not go with the inputs before it; nothing of it was added.</summary>
    Incompatible = 5,
}
