namespace CovTools.Containers;

/// <summary>
/// A container engine: only what a run needs. Every method may throw <see cref="ContainerEngineException"/> (the engine refused,
/// vanished or did not answer in time) and <see cref="MalformedDataException"/> (its answer cannot be understood).
/// </summary>
public interface IContainerEngine : IDisposable
{
    /// <summary>Address of the engine as the user knows it, such as <c>unix:///var/run/docker.sock</c>.</summary>
    public string Address { get; }

    /// <summary>What the engine said about itself when the connection was made.</summary>
    public EngineVersion Version { get; }

    /// <summary>Finds an image; null when the engine does not have it. Never pulls.</summary>
    public Task<ContainerImage?> FindImageAsync(string name, CancellationToken cancellationToken);

    /// <summary>Creates a container that does not run yet. A name in use is status 409, a missing image 404.</summary>
    public Task<CreatedContainer> CreateAsync(string name, ContainerSpecification specification, CancellationToken cancellationToken);

    /// <summary>Connects to standard input, output and error of a container, best before it is started so that nothing is missed.</summary>
    /// <param name="container">Id or name.</param>
    /// <param name="standardError">Receives the bytes of standard error, in order, while the output is read.</param>
    /// <param name="cancellationToken">Cancels the connecting.</param>
    public Task<ContainerAttachment> AttachAsync(string container, Action<ReadOnlyMemory<byte>> standardError, CancellationToken cancellationToken);

    /// <summary>Starts the main process.</summary>
    public Task StartAsync(string container, CancellationToken cancellationToken);

    /// <summary>Waits, without limit, until the main process has ended; gives its exit code.</summary>
    public Task<int> WaitAsync(string container, CancellationToken cancellationToken);

    /// <summary>Sends a signal such as <c>SIGKILL</c> to the main process; false when it does not run.</summary>
    public Task<bool> KillAsync(string container, string signal, CancellationToken cancellationToken);

    /// <summary>Asks the main process to end (SIGTERM) and kills it after <paramref name="grace"/>; false when it did not run.</summary>
    public Task<bool> StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken);

    /// <summary>Kills the container if it runs and removes it with its anonymous volumes; false when there was none.</summary>
    public Task<bool> RemoveAsync(string container, CancellationToken cancellationToken);

    /// <summary>State of a container; null when there is none.</summary>
    public Task<ContainerState?> InspectAsync(string container, CancellationToken cancellationToken);

    /// <summary>All containers, running or not, that carry the label <paramref name="label"/> (<c>key</c> or <c>key=value</c>).</summary>
    public Task<IReadOnlyList<ContainerSummary>> ListAsync(string label, CancellationToken cancellationToken);

    /// <summary>Extracts a tar archive into the directory <paramref name="path"/> of a container, running or not.</summary>
    /// <param name="container">Id or name.</param>
    /// <param name="path">Absolute path of an existing directory; with a read-only root it must be in a writable volume.</param>
    /// <param name="writeTar">Writes the archive to the given stream; called once.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    public Task UploadAsync(string container, string path, Func<Stream, CancellationToken, Task> writeTar, CancellationToken cancellationToken);

    /// <summary>Opens a file or directory of a container as a tar archive; null when it does not exist. The caller disposes of it.</summary>
    public Task<Stream?> DownloadAsync(string container, string path, CancellationToken cancellationToken);

    /// <summary>Creates a named volume.</summary>
    public Task CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken);

    /// <summary>Removes a volume; false when there was none. A volume in use is status 409.</summary>
    public Task<bool> RemoveVolumeAsync(string name, CancellationToken cancellationToken);

    /// <summary>All volumes that carry the label <paramref name="label"/>.</summary>
    public Task<IReadOnlyList<VolumeSummary>> ListVolumesAsync(string label, CancellationToken cancellationToken);
}
