using CovTools.Cli.Progress;

namespace CovTools.Cli.Merge;

/// <summary>Progress of a merge that takes longer than a moment.</summary>
internal sealed class MergeProgress(bool wanted, int total) : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly long _start = TimeProvider.System.GetTimestamp();
    private IProgressDisplay? _display;

    /// <summary>So many inputs are done. May come from any thread, and late.</summary>
    public void Report(int done)
    {
        if (!wanted || TimeProvider.System.GetElapsedTime(_start) < s_patience)
        {
            return;
        }

        lock (_lock)
        {
            _display ??= ProgressDisplay.Create(wanted);
            _display.OnStep($"{ProgressText.Number(done)}/{ProgressText.Number(total)} profiles", (double)done / total);
        }
    }

    public void Dispose() => _display?.Dispose();
}
