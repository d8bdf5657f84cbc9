using System.Diagnostics;
using CovTools.Collection;
using Microsoft.Build.Framework;

namespace CovTools.MSBuild;

/// <summary>Tells in the build's log how a collection goes.</summary>
/// <param name="task">The task.</param>
/// <param name="corpus">Full path of the corpus.</param>
internal sealed class BuildObserver(CovTask task, string corpus) : ICollectionObserver
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    private readonly Stopwatch _sinceLast = Stopwatch.StartNew();

    public void OnPhase(string phase) => task.Say($"{corpus}: {phase}", MessageImportance.High);

    public void OnProgress(CollectionProgress progress)
    {
        if (_sinceLast.Elapsed > s_pause)
        {
            _sinceLast.Restart();
            task.Say(FormattableString.Invariant($"{corpus}: {progress.Done} of {progress.Total} scripts, {progress.Rate:0} a second"), MessageImportance.High);
        }
    }

    public void OnWarning(string message) => task.Warn(DiagnosticCode.CollectionWarning, corpus, message);
}
