namespace CovTools.Execution;

/// <summary>What became of one script.</summary>
public sealed record ScriptResult
{
    /// <summary>The script that ran.</summary>
    public required ScriptRequest Script { get; init; }

    /// <summary>How it ended.</summary>
    public required ScriptEnding Ending { get; init; }

    /// <summary>SHA-256 of the bytes that ran, lower-case hex; null for a command's input.</summary>
    public string? ContentSha256 { get; init; }

    /// <summary>Counters as the driver sent them: hits records, or raw profiles in profraw capture. Empty when nothing was hit.</summary>
    public ReadOnlyMemory<byte> Counters { get; init; }
}
