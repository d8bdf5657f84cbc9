using CovTools.Collection;

namespace CovTools.Cli.Progress;

/// <summary>Lines of text for logs: one when something happens, and one every few seconds.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long _lastLine;
    private CollectionProgress? _pending;

    public void OnPhase(string phase) => Write(phase);

    public void OnWarning(string message) => Write("warning: " + message);

    public void OnProgress(CollectionProgress progress)
    {
        lock (_lock)
        {
            _pending = progress;
            if (_lastLine == 0 || progress.Done == progress.Total || time.GetElapsedTime(_lastLine) >= s_interval)
            {
                WritePending();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            WritePending();
        }
    }

    private void Write(string line)
    {
        lock (_lock)
        {
            writer.WriteLine(line);
        }
    }

    private void WritePending()
    {
        if (_pending is { } progress)
        {
            writer.WriteLine(ProgressText.Format(progress));
            _lastLine = time.GetTimestamp();
            _pending = null;
        }
    }
}
