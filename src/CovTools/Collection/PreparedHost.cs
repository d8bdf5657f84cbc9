using CovTools.Execution;
using CovTools.Libraries;

namespace CovTools.Collection;

/// <summary>A host that can be used, and what has to be given back afterwards, in order.</summary>
internal sealed class PreparedHost(IScriptHost host, LibraryFile library, string? imageId, IReadOnlyList<IAsyncDisposable?> resources) : IAsyncDisposable
{
    public IScriptHost Host { get; } = host;

    /// <summary>The library with the variables of that host filled in.</summary>
    public LibraryFile Library { get; } = library;

    /// <summary>Content id of the container's image; null on this machine.</summary>
    public string? ImageId { get; } = imageId;

    public async ValueTask DisposeAsync()
    {
        foreach (var resource in resources)
        {
            if (resource is not null)
            {
                await resource.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
