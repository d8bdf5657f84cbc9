namespace CovTools.Collection;

/// <summary>What a collection came to.</summary>
public sealed record CollectionResult
{
    /// <summary>What became of every script.</summary>
    public required Ledger Ledger { get; init; }

    /// <summary>Coverage of the import alone; null when no driver ever became ready.</summary>
    public CoveragePoint? Floor { get; init; }

    /// <summary>Growth: one entry per bucket that has scripts, in order of time.</summary>
    public IReadOnlyList<BucketResult> Buckets { get; init; } = [];

    /// <summary>Where the files are.</summary>
    public required RunPaths Paths { get; init; }

    /// <summary>Why the run stopped before all scripts had a result; null when it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>Whether the run was interrupted; the same command continues it.</summary>
    public bool Interrupted { get; init; }

    /// <summary>What the exit code says: lost work is a failure.</summary>
    public ExitCode ExitCode =>
        Interrupted ? ExitCode.Interrupted
        : Failure is not null || Ledger.Count(ScriptOutcome.Infrastructure) > 0 || Ledger.CoverageLost > 0 ? ExitCode.Failed
        : ExitCode.Complete;
}
