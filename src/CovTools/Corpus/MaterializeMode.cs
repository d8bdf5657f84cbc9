namespace CovTools.Corpus;

/// <summary>How a bucketed tree gets its files.</summary>
public enum MaterializeMode
{
    /// <summary>A second name of the same file; only within one file system.</summary>
    HardLink,

    /// <summary>A symbolic link with an absolute target.</summary>
    SymbolicLink,

    /// <summary>A copy with the same times and permissions.</summary>
    Copy,
}
