namespace CovTools.Corpus;

/// <summary>Where a script's time comes from.</summary>
public enum TimeSourceKind
{
    /// <summary>The file's modification time.</summary>
    FileTime,

    /// <summary>A number within its path.</summary>
    Name,

    /// <summary>A CSV or JSON Lines file.</summary>
    File,

    /// <summary>The folder of an already bucketed tree: the time is the bucket's start.</summary>
    Bucket,
}
