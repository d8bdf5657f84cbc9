namespace CovTools;

/// <summary>How a script ended. The definitions are in docs/driver-protocol.md, section "Outcomes".</summary>
public enum ScriptOutcome
{
    /// <summary>The process ended with exit code 0.</summary>
    Ok,

    /// <summary>An uncaught exception other than SystemExit.</summary>
    Exception,

    /// <summary>A non-zero exit code of the script's own choice.</summary>
    Exit,

    /// <summary>Killed by a signal that was neither ours nor the out-of-memory killer's.</summary>
    Signal,

    /// <summary>Killed by us after its time was over.</summary>
    Timeout,

    /// <summary>It ran into the memory limit.</summary>
    Memory,

    /// <summary>It could not be measured; the reason says why. Not the script's doing.</summary>
    Infrastructure,
}
