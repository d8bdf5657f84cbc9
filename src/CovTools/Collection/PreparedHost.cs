using CovTools.Execution;

namespace CovTools.Collection;

/// <summary>A host that can be used, and what has to be given back afterwards.</summary>
internal sealed class PreparedHost(IScriptHost host, string? imageId, IAsyncDisposable? engine = null) : IAsyncDisposable
{
    public IScriptHost Host { get; } = host;

    /// <summary>Content id of the container's image; null on this machine.</summary>
    public string? ImageId { get; } = imageId;

    public ValueTask DisposeAsync() => engine?.DisposeAsync() ?? ValueTask.CompletedTask;
}
