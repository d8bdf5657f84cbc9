namespace CovTools.Corpus;

/// <summary>Finds the scripts of a tree. Follows links; a folder is entered through links once, and never from inside itself.</summary>
internal sealed class CorpusWalker
{
    private const string NotUtf8 = "its name is not valid UTF-8";
    private const int LinksShown = 3;

    private readonly string _root;
    private readonly CorpusFilter _filter;
    private readonly TimeSourceKind _timeSource;
    private readonly BucketLayout _layout;
    private readonly HashSet<string> _linkedFolders = new(StringComparer.Ordinal);
    private readonly List<string> _linksNotFollowed = [];
    private readonly List<string> _danglingLinks = [];
    private readonly Stack<string> _folders = new();

    public CorpusWalker(string root, CorpusFilter filter, TimeSourceKind timeSource, BucketLayout layout)
    {
        _root = root;
        _filter = filter;
        _layout = layout;
        _timeSource = layout.IsBucketed ? TimeSourceKind.Bucket : timeSource;
    }

    /// <summary>The scripts that were found, wanted or not; with a time when it is the file's.</summary>
    public List<ScriptFile> Scripts { get; } = [];

    /// <summary>What looks like a script, or like a folder that may hold some, but cannot be read.</summary>
    public List<FailedScript> Failures { get; } = [];

    /// <summary>What the user should know about links.</summary>
    public IEnumerable<string> Warnings
    {
        get
        {
            if (_linksNotFollowed.Count > 0)
            {
                yield return "symbolic links to folders that lead back, or where another link has led already, are not followed: " + Enumerate(_linksNotFollowed);
            }

            if (_danglingLinks.Count > 0)
            {
                yield return "symbolic links lead to nothing; should there be folders with scripts? " + Enumerate(_danglingLinks);
            }
        }
    }

    /// <summary>Folders that never hold scripts: what Git and Python keep beside them.</summary>
    public static bool IsSkipped(FolderEntry entry) => entry is { IsFolder: true, Name: ".git" or "__pycache__" };

    public void Walk(IEnumerable<FolderEntry> topLevel, IProgress<ScanProgress>? progress, CancellationToken cancellationToken)
    {
        Visit("", topLevel);
        while (_folders.TryPop(out var folder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                Visit(folder, FolderEntry.List(Path.Join(_root, folder), cancellationToken));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                FailFolder(folder, FileError.Describe(exception));
            }

            progress?.Report(new ScanProgress(Scripts.Count, 0));
        }
    }

    private void Visit(string folder, IEnumerable<FolderEntry> entries)
    {
        var group = GroupOf(folder, folder.IndexOf('/', StringComparison.Ordinal));
        var folders = new List<string>();
        foreach (var entry in entries.Where(entry => !IsSkipped(entry)))
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (entry.IsFolder)
            {
                if (!entry.IsLink || IsToBeFollowed(folder, path))
                {
                    folders.Add(path);
                }
            }
            else if (_filter.IsScript(path))
            {
                VisitScript(path, group, entry);
            }
            else if (entry.IsLink && IsDangling(path))
            {
                _danglingLinks.Add(path);
            }
        }

        for (var index = folders.Count - 1; index >= 0; index--)
        {
            _folders.Push(folders[index]);
        }
    }

    private static string Enumerate(List<string> paths) =>
        string.Join(", ", paths.Take(LinksShown)) + (paths.Count > LinksShown ? $" and {paths.Count - LinksShown} more" : "");

    private string GroupOf(string folder, int firstSlash)
    {
        if (!_layout.IsBucketed)
        {
            return folder.Length == 0 ? "." : firstSlash < 0 ? folder : folder[..firstSlash];
        }

        var secondSlash = firstSlash < 0 ? -1 : folder.IndexOf('/', firstSlash + 1);
        return firstSlash < 0 ? "." : secondSlash < 0 ? folder[(firstSlash + 1)..] : folder[(firstSlash + 1)..secondSlash];
    }

    private bool IsToBeFollowed(string parent, string path)
    {
        try
        {
            _linkedFolders.Add(RealPath.Resolve(_root));
            var target = RealPath.Resolve(Path.Join(_root, path));
            if (!RealPath.IsSameOrInside(RealPath.Resolve(Path.Join(_root, parent)), target) && _linkedFolders.Add(target))
            {
                return true;
            }

            _linksNotFollowed.Add(path);
        }
        catch (IOException exception)
        {
            FailFolder(path, FileError.Describe(exception));
        }

        return false;
    }

    private void VisitScript(string path, string group, FolderEntry entry)
    {
        var modified = entry.Modified;
        if (entry.IsLink && !TryReadTarget(path, out modified))
        {
            return;
        }

        if (modified == FolderEntry.Unknown && !File.Exists(Path.Join(_root, path)))
        {
            Failures.Add(new FailedScript(path, entry.Name.Contains('\uFFFD', StringComparison.Ordinal) ? NotUtf8 : FileError.Vanished));
            return;
        }

        var script = new ScriptFile(path, group, _timeSource);
        if (_layout.IsBucketed)
        {
            script.Bucket = _layout.BucketOf(path);
            script.TimeTicks = script.OffsetTicks = script.Bucket.Start.Ticks;
        }
        else if (_timeSource == TimeSourceKind.FileTime)
        {
            script.TimeTicks = Seconds.FromDateTime(modified);
        }

        Scripts.Add(script);
    }

    private bool IsDangling(string path)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Join(_root, path), returnFinalTarget: true) is not { Exists: true };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true; // a circle of links, or a way that is barred
        }
    }

    private bool TryReadTarget(string path, out DateTime modified)
    {
        modified = FolderEntry.Unknown;
        try
        {
            var target = File.ResolveLinkTarget(Path.Join(_root, path), returnFinalTarget: true);
            if (target is { Exists: true })
            {
                modified = target.LastWriteTimeUtc;
                return true;
            }

            Failures.Add(new FailedScript(path, "it is a symbolic link to nothing"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failures.Add(new FailedScript(path, FileError.Describe(exception)));
        }

        return false;
    }

    private void FailFolder(string folder, string reason)
    {
        var name = folder[(folder.LastIndexOf('/') + 1)..];
        var invalid = name.Contains('\uFFFD', StringComparison.Ordinal) && !Directory.Exists(Path.Join(_root, folder));
        Failures.Add(new FailedScript(folder + "/", invalid ? NotUtf8 : reason));
    }
}
