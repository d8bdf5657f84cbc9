namespace CovTools.Coverage;

/// <summary>What does not fit between a profile and a mapping.</summary>
public enum CoverageMismatchKind
{
    /// <summary>The profile knows another version of the function only.</summary>
    Hash,

    /// <summary>The profile has fewer counters than the mapping uses.</summary>
    CounterCount,
}
