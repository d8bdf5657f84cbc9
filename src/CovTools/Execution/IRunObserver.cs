using CovTools.Objects;

namespace CovTools.Execution;

/// <summary>Follows a run. Calls come one after another, never two at once.</summary>
public interface IRunObserver
{
    /// <summary>A driver is ready. Called again when a driver was replaced.</summary>
    /// <param name="ready">What the driver found.</param>
    /// <param name="openFile">Opens a file of the driver's host for reading, while the driver lives.</param>
    /// <param name="cancellationToken">Cancelled when the run is to stop.</param>
    public Task OnReadyAsync(DriverReady ready, Func<string, IByteSource> openFile, CancellationToken cancellationToken);

    /// <summary>A script has its final result. When this throws, the run stops.</summary>
    public Task OnFinishedAsync(ScriptResult result, CancellationToken cancellationToken);

    /// <summary>Something that the user should know.</summary>
    public void OnNote(string message);
}
