using Microsoft.Build.Framework;

namespace CovTools.Testing.Tasks;

/// <summary>
/// Finds the folder of results of a project: the one that is given, else that of the solution, else that of the nearest folder above the project that holds a solution.
/// So all projects of a solution have the same, however they are built.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ResolveNativeTestResults : NativeTestTask
{
    private static readonly string[] s_solutions = ["*.sln", "*.slnx"];
    private static readonly string s_default = Path.Combine("TestResults", "native-coverage");

    /// <summary>What the user says: absolute, or relative to the project; empty: nothing.</summary>
    public string Given { get; set; } = "";

    /// <summary>Folder of the solution that is built; empty: none is.</summary>
    public string SolutionFolder { get; set; } = "";

    /// <summary>The folder, an absolute path.</summary>
    [Output]
    public string Results { get; set; } = "";

    /// <summary>Thresholds.</summary>
    public ITaskItem[] Thresholds { get; set; } = [];

    /// <summary>The thresholds as a test program takes them.</summary>
    [Output]
    public string[] ThresholdTexts { get; set; } = [];

    /// <inheritdoc/>
    protected override void Run()
    {
        var project = Path.GetDirectoryName(Project)!; // a project has an absolute path
        ThresholdTexts = [.. Thresholds.Select(ThresholdItem.Text)];
        Results = Given.Length > 0
            ? Path.GetFullPath(Path.Combine(project, Given))
            : Path.Combine(SolutionFolder.Length > 0 ? Path.GetFullPath(SolutionFolder) : SolutionAbove(project) ?? project, s_default);
    }

    private static string? SolutionAbove(string project)
    {
        for (var folder = new DirectoryInfo(project); folder is not null; folder = folder.Parent)
        {
            if (s_solutions.Any(pattern => folder.EnumerateFiles(pattern).Any()))
            {
                return folder.FullName;
            }

            if (Path.Exists(Path.Combine(folder.FullName, ".git")))
            {
                return null;
            }
        }

        return null;
    }
}
