namespace CovTools.Store;

/// <summary>A line of a journal: how one script ended. The format is in docs/run-store.md.</summary>
public sealed record JournalEntry
{
    /// <summary>Id of the script.</summary>
    public required ulong ScriptId { get; init; }

    /// <summary>How it ended. An exit code of 0 is not kept.</summary>
    public required ScriptEnding Ending { get; init; }

    /// <summary>Offset of its record in the shard's hits.bin; null when it hit nothing beyond the floor.</summary>
    public long? HitsOffset { get; init; }
}
