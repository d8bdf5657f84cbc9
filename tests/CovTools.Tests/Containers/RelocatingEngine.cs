using CovTools.Containers;

namespace CovTools.Tests.Containers;

/// <summary>The real engine as if it ran on another machine: a directory of ours has another content there, or none.</summary>
internal sealed class RelocatingEngine(IContainerEngine real, string here, string there) : IContainerEngine
{
    public string Address => real.Address;

    public EngineVersion Version => real.Version;

    public Task<ContainerImage?> FindImageAsync(string name, CancellationToken cancellationToken) => real.FindImageAsync(name, cancellationToken);

    public Task<CreatedContainer> CreateAsync(string name, ContainerSpecification specification, CancellationToken cancellationToken)
        => real.CreateAsync(name, specification with { Mounts = [.. specification.Mounts.Select(Relocate)] }, cancellationToken);

    public Task<ContainerAttachment> AttachAsync(string container, Action<ReadOnlyMemory<byte>> standardError, CancellationToken cancellationToken)
        => real.AttachAsync(container, standardError, cancellationToken);

    public Task StartAsync(string container, CancellationToken cancellationToken) => real.StartAsync(container, cancellationToken);

    public Task<int> WaitAsync(string container, CancellationToken cancellationToken) => real.WaitAsync(container, cancellationToken);

    public Task<bool> KillAsync(string container, string signal, CancellationToken cancellationToken) => real.KillAsync(container, signal, cancellationToken);

    public Task<bool> StopAsync(string container, TimeSpan grace, CancellationToken cancellationToken) => real.StopAsync(container, grace, cancellationToken);

    public Task<bool> RemoveAsync(string container, CancellationToken cancellationToken) => real.RemoveAsync(container, cancellationToken);

    public Task<ContainerState?> InspectAsync(string container, CancellationToken cancellationToken) => real.InspectAsync(container, cancellationToken);

    public Task<IReadOnlyList<ContainerSummary>> ListAsync(string label, CancellationToken cancellationToken) => real.ListAsync(label, cancellationToken);

    public Task UploadAsync(string container, string path, Func<Stream, CancellationToken, Task> writeTar, CancellationToken cancellationToken)
        => real.UploadAsync(container, path, writeTar, cancellationToken);

    public Task<Stream?> DownloadAsync(string container, string path, CancellationToken cancellationToken) => real.DownloadAsync(container, path, cancellationToken);

    public Task CreateVolumeAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken cancellationToken)
        => real.CreateVolumeAsync(name, labels, cancellationToken);

    public Task<bool> RemoveVolumeAsync(string name, CancellationToken cancellationToken) => real.RemoveVolumeAsync(name, cancellationToken);

    public Task<IReadOnlyList<VolumeSummary>> ListVolumesAsync(string label, CancellationToken cancellationToken) => real.ListVolumesAsync(label, cancellationToken);

    public void Dispose()
    {
        // The real engine belongs to the test.
    }

    private ContainerMount Relocate(ContainerMount mount)
        => mount.Kind == ContainerMountKind.Bind && mount.Source == here ? ContainerMount.Bind(there, mount.Target, mount.ReadOnly) : mount;
}
