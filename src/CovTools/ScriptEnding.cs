namespace CovTools;

/// <summary>How one script ended, and what it took.</summary>
public sealed record ScriptEnding
{
    /// <summary>How it ended.</summary>
    public required ScriptOutcome Outcome { get; init; }

    /// <summary>Exit code, when it ended with one.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Number of the signal that ended it, if one did.</summary>
    public int? Signal { get; init; }

    /// <summary>Wall-clock seconds from the script's start to its end.</summary>
    public double WallSeconds { get; init; }

    /// <summary>User and system CPU seconds of the script and the children that it waited for.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Maximum resident set, bytes.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Bytes that it wrote to standard output and standard error.</summary>
    public long OutputBytes { get; init; }

    /// <summary>The last lines of its output; empty when it wrote nothing.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>Type name of the uncaught exception, if there was one.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Why its counters are known to be incomplete; null when they are complete.</summary>
    public string? LostReason { get; init; }

    /// <summary>Why it could not be measured (outcome <see cref="ScriptOutcome.Infrastructure"/> only).</summary>
    public string? FailureReason { get; init; }
}
