using Microsoft.Build.Framework;

namespace CovTools.Testing.Tasks;

/// <summary>After the tests of a project, however they ended: what they counted becomes part of the merged result of the run.</summary>
[MSBuildMultiThreadableTask]
public sealed class EndNativeTestRun : NativeTestTask
{
    /// <summary>Where the results of these tests belong, as <see cref="BeginNativeTestRun"/> said; empty: it failed, so there is nothing to do.</summary>
    public string Session { get; set; } = "";

    /// <summary>The test program, an absolute path.</summary>
    [Required]
    public string TestProgram { get; set; } = "";

    /// <summary>Formats to write besides the profile and the table.</summary>
    public ITaskItem[] Formats { get; set; } = [];

    /// <summary>Patterns of source files that are not reported.</summary>
    public ITaskItem[] Ignored { get; set; } = [];

    /// <summary>Thresholds of the merged result.</summary>
    public ITaskItem[] Thresholds { get; set; } = [];

    /// <summary>The thresholds are checked now: no other test project of the run comes after this one.</summary>
    public bool Checks { get; set; }

    /// <summary>The tests, or the build before them, failed: then it is no news when none was started.</summary>
    public bool TestsFailed { get; set; }

    /// <inheritdoc/>
    protected override void Run()
    {
        if (Session.Length == 0)
        {
            return;
        }

        HandOver.Remove(TestProgram);
        var options = Options(Formats, Ignored, Thresholds);
        var session = TestSession.Open(Session);
        Tell(TestSessionEnd.Finish(session, options, waits: true, out var result).Where(message => !TestsFailed || message.Code != TestingCode.CollectorMissing));
        Tell(result.Messages);
        if (Checks)
        {
            Tell(TestRunGate.Violations(result, options));
        }

        // As VSTest's own lines: a build that tests shows no messages, whatever their importance.
        Console.Out.WriteLine(result.Line);
        Log.LogMessage(MessageImportance.Normal, "{0}", result.Line);
    }
}
