namespace CovTools.Profiles;

/// <summary>How <see cref="RawProfileWriter"/> treats what an older version has no place for.</summary>
public sealed record RawWriteOptions
{
    /// <summary>Nothing may be lost.</summary>
    public static RawWriteOptions Default { get; } = new();

    /// <summary>
    /// Leave out what the version cannot hold: bitmaps (before 9), virtual tables and their values (before 10), uniform counters of graphics processors (before 11), and marks of the
    /// instrumentation that its readers do not know. Otherwise such profiles are refused.
    /// </summary>
    public bool DropUnsupported { get; init; }
}
