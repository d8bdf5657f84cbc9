using CovTools.Collection;

namespace CovTools.Cli.Progress;

/// <summary>Warnings only.</summary>
internal sealed class QuietProgress(TextWriter writer) : IProgressDisplay
{
    private readonly Lock _lock = new();

    public void OnPhase(string phase)
    {
        // Not wanted.
    }

    public void OnProgress(CollectionProgress progress)
    {
        // Not wanted.
    }

    public void OnStep(string text, double share)
    {
        // Not wanted.
    }

    public void OnWarning(string message)
    {
        lock (_lock)
        {
            writer.WriteLine("warning: " + message);
        }
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}
