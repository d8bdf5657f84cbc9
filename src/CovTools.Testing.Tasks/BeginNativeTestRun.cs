using Microsoft.Build.Framework;

namespace CovTools.Testing.Tasks;

/// <summary>Before the tests of a project: the folder of results is there, without those of earlier runs, and the data collector knows where it is.</summary>
[MSBuildMultiThreadableTask]
public sealed class BeginNativeTestRun : NativeTestTask
{
    /// <summary>Folder of results, an absolute path.</summary>
    [Required]
    public string Results { get; set; } = "";

    /// <summary>Identity of the run; empty: a run of its own.</summary>
    public string TestRun { get; set; } = "";

    /// <summary>Name of the project in the results.</summary>
    [Required]
    public string Label { get; set; } = "";

    /// <summary>The test program, an absolute path; it may not be there yet.</summary>
    [Required]
    public string TestProgram { get; set; } = "";

    /// <summary>Where the results of these tests belong.</summary>
    [Output]
    public string Session { get; set; } = "";

    /// <inheritdoc/>
    protected override void Run()
    {
        var folder = TestRunFolder.Join(Results, RunIdentity.OfBuild(TestRun));
        var session = TestSession.Create(folder, Label, Path.GetDirectoryName(TestProgram) ?? "");
        HandOver.Write(TestProgram, session);
        Session = session.Folder;
        Log.LogMessage(MessageImportance.Low, "native coverage of {0}: run {1}, session {2}", Label, folder.Run, session.Folder);
    }
}
