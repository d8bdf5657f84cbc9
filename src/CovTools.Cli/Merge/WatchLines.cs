using CovTools.Cli.Progress;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>Tells on standard error what a watch does.</summary>
internal sealed class WatchLines(IProgressDisplay display) : IWatchObserver
{
    private const string Prefix = "warning: ";

    public void OnQuarantined(InputReport report, string target) => display.OnWarning($"{MergeReportText.Line(report)[Prefix.Length..]}; it is now {target}");

    public void OnProblem(MergeProblem problem) => display.OnWarning(MergeReportText.Line(problem)[Prefix.Length..]);

    public void OnWritten(long profiles, long bytes) => display.OnStep($"{ProgressText.Number(profiles)} profiles folded in, {ProgressText.Number(bytes)} bytes", 1);
}
