using CovTools.Execution;

namespace CovTools.Collection;

/// <summary>Makes the host that a request names, after checking that it can be had.</summary>
internal static class HostFactory
{
    public static async Task<PreparedHost> CreateAsync(CollectionRequest request, ICollectionObserver observer, CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        return new PreparedHost(new LocalHost(), null);
    }
}
