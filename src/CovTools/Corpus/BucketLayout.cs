namespace CovTools.Corpus;

/// <summary>The buckets that a tree's top-level folders are, if they are.</summary>
internal sealed class BucketLayout
{
    private readonly Dictionary<string, TimeBucket>? _folders;

    private BucketLayout(Dictionary<string, TimeBucket>? folders, string? warning = null)
    {
        _folders = folders;
        Warning = warning;
    }

    /// <summary>Whether the tree is bucketed.</summary>
    public bool IsBucketed => _folders is not null;

    /// <summary>What the user should know about the decision.</summary>
    public string? Warning { get; }

    /// <summary>Looks at the top-level entries.</summary>
    /// <exception cref="UsageException">The tree is said to be bucketed, and is not or contradicts other options.</exception>
    public static BucketLayout Detect(IEnumerable<FolderEntry> topLevel, CorpusOptions options)
    {
        var clockGiven = options.TimeSource.Kind != TimeSourceKind.FileTime || options.StartTime.Kind != StartTimeKind.First;
        if (options.Bucketed == BucketedTree.Yes && clockGiven)
        {
            throw new UsageException("--bucketed yes contradicts --time-from and --t0: the buckets of such a tree are its folders");
        }

        if (options.Bucketed == BucketedTree.No || (options.Bucketed == BucketedTree.Auto && clockGiven))
        {
            return new BucketLayout(null);
        }

        var folders = new Dictionary<string, TimeBucket>(StringComparer.Ordinal);
        var others = 0;
        foreach (var entry in topLevel)
        {
            if (entry.IsFolder && TimeBucket.TryParse(entry.Name) is { } bucket)
            {
                folders[entry.Name] = bucket;
            }
            else
            {
                others++;
            }
        }

        var overlap = FindOverlap(folders.Values);
        return options.Bucketed == BucketedTree.Yes ? Told(folders, overlap) : Guess(folders, others, overlap);
    }

    /// <summary>The bucket of a top-level folder.</summary>
    /// <exception cref="UsageException">It is not named like one, although the tree is bucketed.</exception>
    public TimeBucket BucketOf(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && _folders!.TryGetValue(path[..slash], out var bucket) // asked only when bucketed
            ? bucket
            : throw new UsageException($"--bucketed yes: '{path}' lies in no folder named like a bucket (0-60)");
    }

    private static BucketLayout Told(Dictionary<string, TimeBucket> folders, (TimeBucket, TimeBucket)? overlap)
    {
        return overlap is var (first, second)
            ? throw new UsageException($"--bucketed yes: the folders '{first.Label}' and '{second.Label}' overlap")
            : new BucketLayout(folders);
    }

    private static BucketLayout Guess(Dictionary<string, TimeBucket> folders, int others, (TimeBucket, TimeBucket)? overlap)
    {
        if (folders.Count > 0 && others == 0 && overlap is null)
        {
            return new BucketLayout(folders);
        }

        var warning = folders.Count > 1 && folders.Count >= others
            ? $"{folders.Count} top-level folders are named like buckets, but {Why(others, overlap)}: the tree is not taken as bucketed (--bucketed yes|no decides)"
            : null;
        return new BucketLayout(null, warning);
    }

    private static string Why(int others, (TimeBucket First, TimeBucket Second)? overlap) => overlap is { } pair
        ? $"'{pair.First.Label}' and '{pair.Second.Label}' overlap"
        : $"there {(others == 1 ? "is another entry" : $"are {others} other entries")} beside them";

    private static (TimeBucket, TimeBucket)? FindOverlap(IEnumerable<TimeBucket> buckets)
    {
        TimeBucket? last = null;
        foreach (var bucket in buckets.Order(Comparer<TimeBucket>.Create(TimeBucket.Compare)))
        {
            if (last is not null && last.Overlaps(bucket))
            {
                return (last, bucket);
            }

            last = bucket;
        }

        return null;
    }
}
