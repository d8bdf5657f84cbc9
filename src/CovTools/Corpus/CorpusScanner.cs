using System.Collections.Immutable;

namespace CovTools.Corpus;

/// <summary>Finds the scripts of a corpus, reads its clock, and hashes what is to run. Nothing is written or copied.</summary>
public static class CorpusScanner
{
    private const string SharedName = "its name is shown the same as another one's, because one of them is not valid UTF-8";

    /// <summary>Scans a tree; docs/corpus.md has the rules. The result depends on the tree and the options only.</summary>
    /// <param name="root">The corpus.</param>
    /// <param name="options">What is wanted; null: everything, by modification time, in minutes.</param>
    /// <param name="progress">Told now and then, from any thread, how far it is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UsageException">There is no such folder, an expression is invalid, or the options contradict each other or the tree.</exception>
    /// <exception cref="MalformedDataException">The file with the times is wrong.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static ScannedCorpus Scan(
        string root, CorpusOptions? options = null, IProgress<ScanProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(root);
        options ??= new CorpusOptions();
        Check(options);
        var filter = new CorpusFilter(options);
        var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
        var topLevel = ListRoot(root, folder, cancellationToken);
        var table = options.TimeSource.File is { } file ? TimeTable.Load(file, folder, cancellationToken) : null;
        var layout = BucketLayout.Detect(topLevel, options);
        var walker = new CorpusWalker(folder, filter, options.TimeSource.Kind, layout);
        walker.Walk(topLevel, progress, cancellationToken);

        var leftOut = new List<LeftOutScript>();
        var failures = KeepWanted(walker.Failures, filter, leftOut);
        SortUnique(walker.Scripts, failures);
        var clock = new CorpusClock(options, table);
        var scripts = Place(walker.Scripts, filter, clock, leftOut);
        var unreadable = new ScriptHasher(folder).HashAll(scripts, progress, cancellationToken);
        if (unreadable.Count > 0)
        {
            failures.AddRange(unreadable.Select(pair => new FailedScript(pair.Key.Path, pair.Value)));
            scripts.RemoveAll(unreadable.ContainsKey);
        }

        failures.Sort((left, right) => Compare((left.Path, left.Reason), (right.Path, right.Reason)));
        leftOut.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        scripts.TrimExcess();
        string[] warnings = [.. FindWarnings(scripts, layout, options), .. walker.Warnings, .. clock.Warnings];
        return new ScannedCorpus(folder, options, layout.IsBucketed, scripts, leftOut, failures, [.. warnings]);
    }

    private static void Check(CorpusOptions options)
    {
        if (options.Interval <= TimeSpan.Zero)
        {
            throw new UsageException($"--interval: {Seconds.ToText(options.Interval)} seconds is not a positive time");
        }

        if (options.MaxTime <= TimeSpan.Zero)
        {
            throw new UsageException($"--max-time: {Seconds.ToText(options.MaxTime.Value)} seconds is not a positive time");
        }

        if (options.StartTime.Kind == StartTimeKind.File && options.TimeSource.Kind != TimeSourceKind.File)
        {
            throw new UsageException("--t0 file needs --time-from file:PATH");
        }
    }

    private static List<FolderEntry> ListRoot(string root, string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException(File.Exists(folder) ? $"the corpus '{root}' is a file, not a folder" : $"there is no corpus '{root}'");
        }

        try
        {
            return FolderEntry.List(folder, cancellationToken).FindAll(entry => !CorpusWalker.IsSkipped(entry));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot read the corpus '{root}': {FileError.Describe(exception)}", exception);
        }
    }

    /// <summary>What cannot be read but is not wanted is left out like everything else that is not wanted.</summary>
    private static List<FailedScript> KeepWanted(List<FailedScript> failures, CorpusFilter filter, List<LeftOutScript> leftOut)
    {
        var kept = new List<FailedScript>();
        foreach (var failure in failures)
        {
            var isFolder = failure.Path.EndsWith('/');
            var reason = isFolder
                ? filter.ExcludesFolder(failure.Path[..^1]) ? LeftOutReason.Exclude : null
                : filter.LeaveOut(failure.Path);
            if (reason is { } known)
            {
                leftOut.Add(new LeftOutScript(failure.Path, known));
            }
            else
            {
                kept.Add(failure);
            }
        }

        return kept;
    }

    private static void SortUnique(List<ScriptFile> scripts, List<FailedScript> failures)
    {
        scripts.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        var last = "";
        scripts.RemoveAll(script =>
        {
            if (script.Path != last)
            {
                last = script.Path;
                return false;
            }

            failures.Add(new FailedScript(last, SharedName));
            return true;
        });
    }

    private static List<ScriptFile> Place(List<ScriptFile> found, CorpusFilter filter, CorpusClock clock, List<LeftOutScript> leftOut)
    {
        var wanted = new List<ScriptFile>(found.Count);
        foreach (var script in found)
        {
            var reason = filter.LeaveOut(script.Path);
            clock.Read(script, reason is null);
            if (reason is { } known)
            {
                leftOut.Add(new LeftOutScript(script.Path, known));
            }
            else
            {
                wanted.Add(script);
            }
        }

        wanted.RemoveAll(script =>
        {
            if (clock.Place(script) is not { } reason)
            {
                return false;
            }

            leftOut.Add(new LeftOutScript(script.Path, reason));
            return true;
        });
        return wanted;
    }

    private static IEnumerable<string> FindWarnings(List<ScriptFile> scripts, BucketLayout layout, CorpusOptions options)
    {
        if (layout.Warning is { } warning)
        {
            yield return warning;
        }

        if (scripts.Count > 1 && !layout.IsBucketed && scripts.TrueForAll(script => script.TimeTicks == scripts[0].TimeTicks))
        {
            yield return options.TimeSource.Kind == TimeSourceKind.FileTime
                ? $"all {scripts.Count} scripts have the same modification time: is this a copied tree? Copy with times (cp -p, rsync -t), or use --time-from"
                : $"all {scripts.Count} scripts have the same time";
        }
    }

    private static int Compare((string Path, string Reason) left, (string Path, string Reason) right)
    {
        var order = string.CompareOrdinal(left.Path, right.Path);
        return order != 0 ? order : string.CompareOrdinal(left.Reason, right.Reason);
    }
}
