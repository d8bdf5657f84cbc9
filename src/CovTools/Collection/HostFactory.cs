using CovTools.Containers;
using CovTools.Execution;
using CovTools.Libraries;

namespace CovTools.Collection;

/// <summary>Makes the host that a request names, after checking that it can be had.</summary>
internal static class HostFactory
{
    /// <summary>Where containers see the corpus.</summary>
    private const string ContainerCorpus = "/corpus";

    /// <summary>The variable by which the library files of the samples name the folder that the samples are in.</summary>
    private const string SamplesVariable = "COVTOOLS_SAMPLES";

    private const string SamplesFolder = "samples";

    public static async Task<PreparedHost> CreateAsync(CollectionRequest request, ICollectionObserver observer, CancellationToken cancellationToken)
    {
        if (request.Host == HostKind.Local)
        {
            return new PreparedHost(new LocalHost(), request.Library.ExpandVariables(LocalVariable), null, []);
        }

        var name = request.Image ?? request.Library.Image
            ?? throw new UsageException($"library '{request.Library.Name}' names no container image; give --image");
        var engine = await EngineLocator.ConnectAsync(EngineEnvironment.Current(), cancellationToken: cancellationToken).ConfigureAwait(false);
        var image = await engine.RequireImageAsync(name, request.Library.Build ?? $"docker pull {name}", cancellationToken).ConfigureAwait(false);
        foreach (var leftover in await new LeftoverSweeper(engine).SweepAsync(cancellationToken).ConfigureAwait(false))
        {
            observer.OnWarning($"removed {leftover}, left behind by a run that was killed");
        }

        var launcher = new ContainerLauncher(engine, Guid.NewGuid().ToString("n")[..12]);
        var corpus = await new CorpusMounter(launcher, image.Id, observer.OnWarning)
            .MountAsync(Path.GetFullPath(request.CorpusRoot), ContainerCorpus, CorpusMountMode.Auto, cancellationToken).ConfigureAwait(false);
        if (corpus.IsCopy)
        {
            observer.OnWarning($"the corpus was copied to the engine: {corpus.Reason}");
        }

        var host = new ContainerHost(launcher, image, corpus, Limits(request), observer.OnWarning);
        return new PreparedHost(host, request.Library.ExpandVariables(variable => image.Environment.GetValueOrDefault(variable)), image.Id, [corpus, engine as IAsyncDisposable]);
    }

    /// <summary>The samples of this repository are found without setting anything up when the tool is started in a checkout.</summary>
    private static string? LocalVariable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value
        : name == SamplesVariable && Directory.Exists(SamplesFolder) ? Path.GetFullPath(SamplesFolder)
        : null;

    private static ContainerLimits Limits(CollectionRequest request) =>
        request.Container.MemoryBytes >= 0 ? request.Container : request.Container with { MemoryBytes = DefaultMemory(request) };

    /// <summary>What all workers may use at once by their own limits, and room for the imports.</summary>
    private static long DefaultMemory(CollectionRequest request)
    {
        const long Imports = 4L << 30;
        return request.MemoryBytes == 0 ? 0 : Imports + (request.Jobs * request.MemoryBytes);
    }
}
