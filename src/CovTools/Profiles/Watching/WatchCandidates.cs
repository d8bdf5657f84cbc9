using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Which files of a watched folder are complete, by looking at them again and again: portable, and right on network file systems too.</summary>
internal sealed class WatchCandidates(WatchOptions options, string quarantine, TimeProvider time)
{
    private static readonly string[] s_suffixes = [".profraw", ".profdata", ".proftext"];

    private readonly string _output = Path.GetFullPath(options.Output);
    private readonly string _quarantine = Path.GetFullPath(quarantine);
    private Dictionary<string, Sighting> _seen = new(StringComparer.Ordinal);

    /// <summary>Incomplete files that are waited for.</summary>
    public IReadOnlyCollection<string> Waiting => [.. _seen.Keys.Order(StringComparer.Ordinal)];

    /// <summary>When a file last appeared or changed.</summary>
    public long LastChange { get; private set; } = time.GetTimestamp();

    /// <summary>Looks at the folder.</summary>
    /// <param name="atOnce">Complete files are taken although they may have changed a moment ago.</param>
    /// <returns>Files to take, in the order of their paths; with a report when they are given up.</returns>
    public IReadOnlyList<(string Path, FileStamp Stamp, InputReport? Bad)> Look(bool atOnce)
    {
        var ready = new List<(string Path, FileStamp Stamp, InputReport? Bad)>();
        var now = time.GetTimestamp();
        var seen = new Dictionary<string, Sighting>(StringComparer.Ordinal);
        foreach (var (path, stamp) in Files())
        {
            if (!_seen.TryGetValue(path, out var sighting) || sighting.Stamp != stamp)
            {
                sighting = new Sighting(stamp, now);
                LastChange = now;
            }

            var quiet = time.GetElapsedTime(sighting.Since, now);
            if (quiet >= options.Settle || atOnce)
            {
                sighting.Check ??= Check(path, stamp);
            }

            seen.Add(path, sighting);
            if (sighting.Check is { } check && (check.Status == InputStatus.Merged || quiet >= options.StaleAfter))
            {
                ready.Add((path, stamp, check.Status == InputStatus.Merged ? null : check));
            }
        }

        _seen = seen;
        ready.Sort((left, right) => string.CompareOrdinal(left.Path, right.Path));
        return ready;
    }

    /// <summary>A file was taken.</summary>
    public void Forget(string path) => _seen.Remove(path);

    /// <summary>A file that looked complete is not: it is waited for until it changes or is given up.</summary>
    public void MarkIncomplete(string path, FileStamp stamp, InputReport report) => _seen[path] = new Sighting(stamp, time.GetTimestamp()) { Check = report };

    /// <summary>Whether all profiles of a file are there, as far as their headers tell; merging it tells the rest.</summary>
    private static InputReport Check(string path, FileStamp stamp)
    {
        if (stamp.Length == 0)
        {
            return new InputReport(path, InputStatus.Empty, -1, "the file is empty", 0, 0);
        }

        try
        {
            using var source = new FileByteSource(path);
            return new InputReport(path, InputStatus.Merged, -1, "", ProfileReader.Read(source).Count(), 0);
        }
        catch (MalformedDataException exception)
        {
            return new InputReport(path, InputStatus.Malformed, exception.Offset, exception.Reason, 0, 0);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return new InputReport(path, InputStatus.Unreadable, -1, exception.Message, 0, 0);
        }
    }

    private IEnumerable<(string Path, FileStamp Stamp)> Files()
    {
        var folders = new Stack<string>([Path.GetFullPath(options.Folder)]);
        while (folders.TryPop(out var folder))
        {
            foreach (var entry in Entries(folder))
            {
                if (entry is DirectoryInfo subfolder)
                {
                    if (subfolder.LinkTarget is null && subfolder.Name != WatchFolder.Name && subfolder.FullName != _quarantine)
                    {
                        folders.Push(subfolder.FullName);
                    }
                }
                else if (s_suffixes.Contains(entry.Extension, StringComparer.OrdinalIgnoreCase) && entry.FullName != _output && FileStamp.Of(entry.FullName) is { Length: >= 0 } stamp)
                {
                    yield return (entry.FullName, stamp);
                }
            }
        }
    }

    /// <summary>A subfolder can go away at any time.</summary>
    private static FileSystemInfo[] Entries(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).GetFileSystemInfos();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private sealed class Sighting(FileStamp stamp, long since)
    {
        public FileStamp Stamp { get; } = stamp;

        public long Since { get; } = since;

        public InputReport? Check { get; set; }
    }
}
