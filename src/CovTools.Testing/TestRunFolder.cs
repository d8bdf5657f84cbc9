namespace CovTools.Testing;

/// <summary>
/// The folder of results of a test run, which all its test projects write to, one at a time. What an earlier run left is removed by the first project of the next one.
/// </summary>
public sealed class TestRunFolder
{
    private const string RunFile = "run.json";
    private const string SessionsFolder = "sessions";
    private const string ModulesFolder = "modules";
    private const string ResultPrefix = "coverage.";
    private const int RunSchema = 1;

    private TestRunFolder(string path, string run)
    {
        Path = path;
        Run = run;
    }

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>Identity of the run.</summary>
    public string Run { get; }

    /// <summary>The merged profile of all test projects that have ended: an indexed profile.</summary>
    public string ProfilePath => ResultPath("profdata");

    /// <summary>The table of all files.</summary>
    public string TablePath => ResultPath("txt");

    /// <summary>Joins a run: the folder is emptied when what it holds is of another one.</summary>
    /// <param name="path">The folder; made when it is not there.</param>
    /// <param name="run">Identity of the run; all its test projects give the same one.</param>
    /// <exception cref="TestingException">Another run that still goes on writes there, or the folder cannot be used.</exception>
    public static TestRunFolder Join(string path, string run)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentException.ThrowIfNullOrEmpty(run);
        var folder = new TestRunFolder(System.IO.Path.GetFullPath(path), run);
        using (FolderLock.Take(folder.Path))
        {
            if (folder.StoredRun() != run)
            {
                folder.Empty();
                TestingJson.Write(folder.RunPath, new StoredRun(RunSchema, run), TestingJson.Default.StoredRun);
            }
        }

        return folder;
    }

    /// <summary>Opens the results of the last run.</summary>
    /// <param name="path">The folder.</param>
    /// <exception cref="TestingException">There are none.</exception>
    public static TestRunFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var folder = new TestRunFolder(System.IO.Path.GetFullPath(path), "");
        return folder.StoredRun() is { } run
            ? new TestRunFolder(folder.Path, run)
            : throw TestingException.Of(
                TestingCode.NothingMeasured, folder.Path, "no test run has written results here; run the tests with -p:CovToolsCollectNative=true first");
    }

    /// <summary>Path of a result of the whole run.</summary>
    /// <param name="extension">What distinguishes it, without a dot at its start.</param>
    internal string ResultPath(string extension) => System.IO.Path.Combine(Path, ResultPrefix + extension);

    /// <summary>Folder of what is kept of a module, relative to this one.</summary>
    internal static string ModuleFolder(string id) => System.IO.Path.Combine(ModulesFolder, id);

    internal FolderLock Lock() => FolderLock.Take(Path);

    /// <summary>Makes room for the tests of a project.</summary>
    internal string NewSessionFolder()
    {
        var path = System.IO.Path.Combine(Path, SessionsFolder, Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(path);
        return path;
    }

    /// <summary>The folder of results that a project's own folder belongs to.</summary>
    internal static string OfSession(string sessionFolder) => System.IO.Path.GetFullPath(System.IO.Path.Combine(sessionFolder, "..", ".."));

    /// <summary>The test projects that took part, sorted by name. Call it under the lock.</summary>
    /// <exception cref="MalformedDataException">A file is damaged.</exception>
    internal IReadOnlyList<TestSession> Sessions()
    {
        var root = System.IO.Path.Combine(Path, SessionsFolder);
        return !Directory.Exists(root)
            ? []
            :
            [
                .. Directory.EnumerateDirectories(root).Where(TestSession.Exists).Select(TestSession.Open)
                    .OrderBy(session => session.Project, StringComparer.Ordinal).ThenBy(session => session.Folder, StringComparer.Ordinal),
            ];
    }

    /// <summary>The run that the folder is about now; null: none.</summary>
    internal string? StoredRun() => File.Exists(RunPath) ? TestingJson.Read(RunPath, TestingJson.Default.StoredRun).Run : null;

    private string RunPath => System.IO.Path.Combine(Path, RunFile);

    /// <summary>Removes what we write, and nothing else.</summary>
    private void Empty()
    {
        foreach (var session in Sessions())
        {
            if (!session.Stored.IsDone && session.Owner.IsAlive())
            {
                throw TestingException.Of(
                    TestingCode.FolderInUse, Path, $"another test run is writing its results here (tests of {session.Stored.Project}, process {session.Owner.Id}); set CovToolsTestResults to another folder");
            }

            session.DiscardCapture();
        }

        foreach (var name in new[] { SessionsFolder, ModulesFolder })
        {
            if (System.IO.Path.Combine(Path, name) is var folder && Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        foreach (var file in Directory.EnumerateFiles(Path, ResultPrefix + "*"))
        {
            File.Delete(file);
        }

        File.Delete(RunPath);
    }
}
