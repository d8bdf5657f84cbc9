namespace CovTools.Store;

/// <summary>A line of a journal: how one script ended. The format is in docs/run-store.md.</summary>
public sealed record JournalEntry
{
    /// <summary>Id of the script.</summary>
    public required ulong ScriptId { get; init; }

    /// <summary>How it ended.</summary>
    public required ScriptOutcome Outcome { get; init; }

    /// <summary>Exit code, when not 0.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Signal that ended it.</summary>
    public int? Signal { get; init; }

    /// <summary>Wall-clock seconds.</summary>
    public double WallSeconds { get; init; }

    /// <summary>CPU seconds.</summary>
    public double CpuSeconds { get; init; }

    /// <summary>Maximum resident set, bytes.</summary>
    public long PeakBytes { get; init; }

    /// <summary>Bytes written to standard output and standard error.</summary>
    public long OutputBytes { get; init; }

    /// <summary>Last lines of its output.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>Type name of the uncaught exception.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Why its counters are incomplete; null when complete.</summary>
    public string? LostReason { get; init; }

    /// <summary>Why it could not be measured.</summary>
    public string? FailureReason { get; init; }

    /// <summary>Offset of its record in the shard's hits.bin; null when it hit nothing beyond the floor.</summary>
    public long? HitsOffset { get; init; }
}
