using System.Collections.Immutable;

namespace CovTools.Corpus;

/// <summary>What a scan found: every script is in exactly one of <see cref="Scripts"/>, <see cref="LeftOut"/> and <see cref="Failures"/>.</summary>
public sealed class ScannedCorpus
{
    internal ScannedCorpus(
        string root, CorpusOptions options, bool bucketed, IReadOnlyList<ScriptFile> scripts, IReadOnlyList<LeftOutScript> leftOut,
        IReadOnlyList<FailedScript> failures, ImmutableArray<string> warnings)
    {
        Root = root;
        Options = options;
        IsBucketed = bucketed;
        Scripts = scripts;
        LeftOut = leftOut;
        Failures = failures;
        Warnings = warnings;
        Buckets = [.. scripts.Select(script => script.Bucket).Distinct().Order(Comparer<TimeBucket>.Create(TimeBucket.Compare))];
        Groups = [.. scripts.Select(script => script.Group).Distinct().Order(StringComparer.Ordinal)];
        LeftOutCounts = leftOut.CountBy(script => script.Reason).ToImmutableSortedDictionary();
    }

    /// <summary>Absolute path of the corpus.</summary>
    public string Root { get; }

    /// <summary>What was asked for.</summary>
    public CorpusOptions Options { get; }

    /// <summary>Whether the buckets are the tree's top-level folders.</summary>
    public bool IsBucketed { get; }

    /// <summary>The scripts to run, in ordinal order of their paths.</summary>
    public IReadOnlyList<ScriptFile> Scripts { get; }

    /// <summary>The scripts that are not to run, in ordinal order of their paths.</summary>
    public IReadOnlyList<LeftOutScript> LeftOut { get; }

    /// <summary>How many scripts were left out for each reason that occurs.</summary>
    public IReadOnlyDictionary<LeftOutReason, int> LeftOutCounts { get; }

    /// <summary>The scripts and folders that could not be read, in ordinal order of their paths.</summary>
    public IReadOnlyList<FailedScript> Failures { get; }

    /// <summary>What the user should know, a sentence each.</summary>
    public ImmutableArray<string> Warnings { get; }

    /// <summary>The buckets that have scripts, in order of time.</summary>
    public ImmutableArray<TimeBucket> Buckets { get; }

    /// <summary>The groups that have scripts, in ordinal order.</summary>
    public ImmutableArray<string> Groups { get; }

    /// <summary>Scripts found: to run, left out, and failed.</summary>
    public int Found => Scripts.Count + LeftOut.Count + Failures.Count;

    /// <summary>Absolute path of a script on this machine.</summary>
    public string FullPath(ScriptFile script)
    {
        ArgumentNullException.ThrowIfNull(script);
        return Path.Join(Root, script.Path);
    }
}
