namespace CovTools.Profiles;

/// <summary>How profiles are merged.</summary>
public sealed record MergeOptions
{
    /// <summary>Whose rules and which format; null for the newest release whose profiles the producers of all inputs read.</summary>
    public LlvmRelease? Release { get; init; }

    /// <summary>At most this many files are read at the same time; 0 for the number of processors. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>Functions of equal name and hash from modules with different build ids are kept apart: their names start with the build id and a colon.</summary>
    public bool ByModule { get; init; }

    /// <summary>New names of functions; null when none has one.</summary>
    public FunctionRenaming? Renaming { get; init; }

    /// <summary>Functions to keep, by (new) name; null for all.</summary>
    public Func<string, bool>? Keep { get; init; }

    /// <summary>Temporal traces to keep, 0 or more.</summary>
    public int TraceReservoirSize { get; init; } = TemporalTraceReservoir.DefaultSize;

    /// <summary>Functions of a temporal trace to keep, 0 or more.</summary>
    public int TraceLength { get; init; } = TemporalTraceReservoir.DefaultMaximumLength;

    /// <summary>What readers need besides the files.</summary>
    public ProfileReadOptions Reading { get; init; } = ProfileReadOptions.Default;

    /// <summary>Called with the number of inputs done, from any thread.</summary>
    public Action<int>? Progress { get; init; }
}
