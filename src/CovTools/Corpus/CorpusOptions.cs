namespace CovTools.Corpus;

/// <summary>What of a corpus is wanted, and how its clock is read.</summary>
public sealed record CorpusOptions
{
    /// <summary>Glob of the files that are scripts, relative to the corpus.</summary>
    public string Pattern { get; init; } = "**/*.py";

    /// <summary>Regular expression that the relative path must contain a match of; null: every path.</summary>
    public string? Filter { get; init; }

    /// <summary>Globs, one of which must match the relative path or a folder that it lies in; empty: every path.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Globs, none of which may match the relative path or a folder that it lies in.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Width of a bucket; at least 100 ns.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The last offset that counts; null: all do.</summary>
    public TimeSpan? MaxTime { get; init; }

    /// <summary>Where times come from.</summary>
    public TimeSource TimeSource { get; init; } = TimeSource.FileTime;

    /// <summary>Where a group's clock starts.</summary>
    public StartTime StartTime { get; init; } = StartTime.First;

    /// <summary>Whether the top-level folders are buckets already.</summary>
    public BucketedTree Bucketed { get; init; } = BucketedTree.Auto;
}
