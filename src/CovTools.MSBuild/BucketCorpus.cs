using System.Globalization;
using CovTools.Corpus;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CovTools.MSBuild;

/// <summary>Shows, or makes, the time buckets of a corpus without running anything.</summary>
[MSBuildMultiThreadableTask]
public sealed class BucketCorpus : CovTask
{
    /// <summary>The folder of scripts; metadata as those of a <c>CovCorpus</c> item.</summary>
    [Required]
    public ITaskItem Corpus { get; set; } = new TaskItem();

    /// <summary>Globs of scripts to take; none: all.</summary>
    public ITaskItem[] Include { get; set; } = [];

    /// <summary>Globs of scripts to leave out.</summary>
    public ITaskItem[] Exclude { get; set; } = [];

    /// <summary>Where to make a tree <c>BUCKET/GROUP/…</c> of the scripts; null: nowhere.</summary>
    public ITaskItem? Materialize { get; set; }

    /// <summary>How that tree is made: <c>HardLink</c>, <c>SymbolicLink</c> or <c>Copy</c>.</summary>
    public string By { get; set; } = nameof(MaterializeMode.HardLink);

    /// <summary>The buckets that have scripts, in order of time: the label, with metadata <c>Scripts</c>, <c>Start</c> and <c>End</c> (seconds).</summary>
    [Output]
    public ITaskItem[] Buckets { get; private set; } = [];

    /// <summary>Scripts found: to run, left out, failed.</summary>
    [Output]
    public int Found { get; private set; }

    /// <summary>Scripts left out.</summary>
    [Output]
    public int LeftOut { get; private set; }

    /// <inheritdoc/>
    protected override void Run(CancellationToken cancellationToken)
    {
        var root = CorpusReader.Root(Corpus);
        var mode = Enum.TryParse<MaterializeMode>(By, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
            ? parsed
            : throw new UsageException($"By='{By}' is none of {string.Join(", ", Enum.GetNames<MaterializeMode>())}");
        var scanned = CorpusScanner.Scan(root, CorpusReader.Options(Corpus, Include, Exclude, null), cancellationToken: cancellationToken);
        foreach (var warning in scanned.Warnings)
        {
            Warn(DiagnosticCode.CollectionWarning, root, warning);
        }

        if (scanned.Found == 0)
        {
            throw new CovErrorException(DiagnosticCode.NoScript, root, $"no script matches {scanned.Options.Pattern}");
        }

        Tell(root, scanned.Failures);
        var counts = scanned.Scripts.CountBy(static script => script.Bucket).ToDictionary();
        Buckets = [.. scanned.Buckets.Select(bucket => ToItem(bucket, counts[bucket]))];
        (Found, LeftOut) = (scanned.Found, scanned.LeftOut.Count);
        if (Materialize is not null)
        {
            var made = new BucketMaterializer(scanned, Materialize.FullPath(), mode).Run(cancellationToken);
            Tell(root, made.Failures);
            Say($"{made.Created} files made, {made.Unchanged} there already -> {Materialize.FullPath()}");
        }
    }

    private static TaskItem ToItem(TimeBucket bucket, int scripts)
    {
        var item = new TaskItem(bucket.Label);
        item.SetMetadata("Scripts", scripts.ToString(CultureInfo.InvariantCulture));
        item.SetMetadata("Start", Seconds.ToText(bucket.Start));
        item.SetMetadata("End", Seconds.ToText(bucket.End));
        return item;
    }

    private void Tell(string root, IReadOnlyList<FailedScript> failures)
    {
        foreach (var failure in failures)
        {
            Fail(DiagnosticCode.ScriptFailed, Path.Join(root, failure.Path), failure.Reason);
        }
    }
}
