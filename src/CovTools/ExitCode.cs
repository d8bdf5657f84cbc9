namespace CovTools;

/// <summary>What the tool's exit code says.</summary>
public enum ExitCode
{
    /// <summary>Everything that was asked for was done, and nothing was lost.</summary>
    Complete = 0,

    /// <summary>The command failed, or some of the work was lost (the ledger says which).</summary>
    Failed = 1,

    /// <summary>The command line asks for something that cannot be.</summary>
    Usage = 2,

    /// <summary>All was measured, but a threshold was not met.</summary>
    Threshold = 3,

    /// <summary>Something outside the tool is missing: an engine, an image, a program, a binary.</summary>
    Environment = 4,

    /// <summary>Nothing was measured: no profile, no function, or no counter above zero. There is no coverage to speak of, not even 0 %.</summary>
    NothingMeasured = 5,

    /// <summary>Interrupted by Ctrl-C (128 + SIGINT).</summary>
    Interrupted = 130,

    /// <summary>Asked to end by SIGTERM (128 + SIGTERM).</summary>
    Terminated = 143,
}
