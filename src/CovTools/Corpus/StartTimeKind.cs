namespace CovTools.Corpus;

/// <summary>What a group's clock starts with.</summary>
public enum StartTimeKind
{
    /// <summary>The group's earliest script.</summary>
    First,

    /// <summary>The group's <c>t0</c> in the file that the times come from.</summary>
    File,

    /// <summary>One instant for all groups.</summary>
    Instant,
}
