using Microsoft.Build.Framework;

namespace CovTools.Testing.Tasks;

/// <summary>Checks the merged result of the last run: whether it is complete, and reaches the thresholds.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckNativeTestRun : NativeTestTask
{
    /// <summary>Folder of results, an absolute path.</summary>
    [Required]
    public string Results { get; set; } = "";

    /// <summary>Formats to write besides the profile and the table.</summary>
    public ITaskItem[] Formats { get; set; } = [];

    /// <summary>Patterns of source files that are not reported.</summary>
    public ITaskItem[] Ignored { get; set; } = [];

    /// <summary>Thresholds of the merged result.</summary>
    public ITaskItem[] Thresholds { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        Tell(TestRunGate.Check(TestRunFolder.Open(Results), Options(Formats, Ignored, Thresholds), out var result));
        Log.LogMessage(MessageImportance.High, "{0}", result.Line);
    }
}
