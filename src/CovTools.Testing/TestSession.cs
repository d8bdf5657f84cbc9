namespace CovTools.Testing;

/// <summary>The tests of one project in a run: a folder of its own in the folder of results.</summary>
public sealed class TestSession
{
    private const string SessionFile = "session.json";
    private const string ProfileFile = "profile.profdata";

    private TestSession(string folder, StoredSession stored)
    {
        Folder = folder;
        Stored = stored;
    }

    /// <summary>The session's folder.</summary>
    public string Folder { get; }

    /// <summary>Name of the project.</summary>
    public string Project => Stored.Project;

    internal StoredSession Stored { get; private set; }

    internal ProcessIdentity Owner => new(Stored.OwnerProcess, Stored.OwnerStarted);

    internal string ProfilePath => Path.Combine(Folder, ProfileFile);

    /// <summary>Makes one.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="project">Name of the project, with its framework when it has several.</param>
    /// <param name="programFolder">Folder of the test program.</param>
    public static TestSession Create(TestRunFolder folder, string project, string programFolder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        var session = new TestSession(folder.NewSessionFolder(), new StoredSession { Project = project, ProgramFolder = programFolder });
        session.Save();
        return session;
    }

    /// <summary>Opens one.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="TestingException">It is not there: another run has replaced the results.</exception>
    /// <exception cref="MalformedDataException">Its file is damaged.</exception>
    public static TestSession Open(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return Exists(folder)
            ? new TestSession(folder, TestingJson.Read(FileOf(folder), TestingJson.Default.StoredSession))
            : throw TestingException.Of(
                TestingCode.RunReplaced, TestRunFolder.OfSession(folder), "another test run has replaced the results while these tests ran; set CovToolsTestResults to another folder for one of them");
    }

    /// <summary>Whether a folder is one.</summary>
    internal static bool Exists(string folder) => File.Exists(FileOf(folder));

    /// <summary>From now on a capture counts for it, and this process looks after it.</summary>
    /// <param name="capture">The capture.</param>
    public void Attach(NativeCapture capture)
    {
        ArgumentNullException.ThrowIfNull(capture);
        var owner = ProcessIdentity.Own();
        Change(Stored with { Capture = capture.Folder, IsFallback = capture.IsFallback, OwnerProcess = owner.Id, OwnerStarted = owner.Started, Messages = capture.Messages });
    }

    internal void Change(StoredSession changed)
    {
        Stored = changed;
        Save();
    }

    /// <summary>Deletes the counters of a run that did not come to its end.</summary>
    internal void DiscardCapture()
    {
        if (Stored.Capture.Length > 0 && NativeCapture.IsCapture(Stored.Capture))
        {
            Directory.Delete(Stored.Capture, recursive: true);
        }
    }

    private static string FileOf(string folder) => Path.Combine(folder, SessionFile);

    private void Save() => TestingJson.Write(FileOf(Folder), Stored, TestingJson.Default.StoredSession);
}
