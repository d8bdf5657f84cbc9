namespace CovTools.Corpus;

/// <summary>Why a script that was found is not part of the scanned corpus.</summary>
public enum LeftOutReason
{
    /// <summary>Its path does not match the filter.</summary>
    Filter,

    /// <summary>It matches none of the globs to include.</summary>
    Include,

    /// <summary>It matches a glob to exclude.</summary>
    Exclude,

    /// <summary>The time source knows no time for it.</summary>
    NoTime,

    /// <summary>It is older than the start of its group's clock.</summary>
    BeforeStart,

    /// <summary>It is later than the cut-off.</summary>
    BeyondMaxTime,
}
