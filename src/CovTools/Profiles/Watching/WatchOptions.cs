namespace CovTools.Profiles;

/// <summary>How a folder is watched.</summary>
public sealed record WatchOptions
{
    /// <summary>The folder in which profiles appear; made when it is missing. Subfolders belong to it.</summary>
    public required string Folder { get; init; }

    /// <summary>The result.</summary>
    public required string Output { get; init; }

    /// <summary>Writes the result.</summary>
    public required Action<ProfileBuilder, Stream> Write { get; init; }

    /// <summary>How profiles are merged.</summary>
    public MergeOptions Merge { get; init; } = new();

    /// <summary>Where files go that cannot be merged; null for a folder within the watch's own.</summary>
    public string? Quarantine { get; init; }

    /// <summary>The result is written at most this often.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A complete file is taken when it has not changed for this long.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An incomplete file is given up when it has not changed for this long.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Ends when nothing has appeared or changed for this long and nothing is waited for; null to go on until cancelled.</summary>
    public TimeSpan? IdleExit { get; init; }
}
