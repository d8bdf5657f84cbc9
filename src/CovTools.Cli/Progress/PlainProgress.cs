using CovTools.Collection;

namespace CovTools.Cli.Progress;

/// <summary>Lines of text for logs: one when something happens, and one every few seconds.</summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time) : IProgressDisplay
{
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private long _lastLine;
    private string? _pending;

    public void OnPhase(string phase) => Write(phase);

    public void OnWarning(string message) => Write("warning: " + message);

    public void OnProgress(CollectionProgress progress) => OnStep(ProgressText.Format(progress), progress.Done == progress.Total ? 1 : 0);

    public void OnStep(string text, double share)
    {
        lock (_lock)
        {
            _pending = text;
            if (_lastLine == 0 || share >= 1 || time.GetElapsedTime(_lastLine) >= s_interval)
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
        if (_pending is { } text)
        {
            writer.WriteLine(text);
            _lastLine = time.GetTimestamp();
            _pending = null;
        }
    }
}
