using CovTools.Containers;
using CovTools.Corpus;
using CovTools.Coverage;
using CovTools.Execution;
using CovTools.Libraries;
using CovTools.Modules;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>The one place that ties scanning, executing, storing and reporting into a run.</summary>
public sealed class CoverageCollector
{
    private readonly CollectionRequest _request;
    private readonly ICollectionObserver _observer;
    private readonly TimeProvider _time;

    /// <summary>Prepares a run.</summary>
    public CoverageCollector(CollectionRequest request, ICollectionObserver observer, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(observer);
        _request = request;
        _observer = observer;
        _time = time ?? TimeProvider.System;
    }

    /// <summary>
    /// Runs what has no result yet and makes the results. Cancelling stops after what is in flight is dropped; everything finished is kept, and the result says so.
    /// </summary>
    /// <exception cref="UsageException">The request cannot be.</exception>
    /// <exception cref="EnvironmentIncompleteException">An engine, an image, a program is missing.</exception>
    /// <exception cref="DriverException">The library cannot be imported.</exception>
    public async Task<CollectionResult> RunAsync(CancellationToken cancellationToken)
    {
        var paths = new RunPaths(_request.Output, _request.Baseline, _request.Trial);
        _observer.OnPhase("scanning the corpus");
        var corpus = await Task.Run(() => CorpusScanner.Scan(_request.CorpusRoot, _request.Corpus, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var warning in corpus.Warnings)
        {
            _observer.OnWarning(warning);
        }

        if (corpus.Found == 0)
        {
            throw new UsageException($"{_request.CorpusRoot}: no scripts found ({_request.Corpus.Pattern})");
        }

        var hosts = await HostFactory.CreateAsync(_request, _observer, cancellationToken).ConfigureAwait(false);
        await using (hosts.ConfigureAwait(false))
        {
            using var store = RunStore.Open(paths.Store, Describe(hosts.ImageId), _observer.OnWarning);
            store.AddScripts(TimeSourceName(), corpus.Scripts.Select(script => new ManifestEntry(script.IdNumber, script.Path, script.Group, script.Time)));
            var modules = new ModuleCatalog(store);
            var coverage = new SharedCoverage(_request.Library, _request.UsesMappingCache ? new MappingCache() : null);
            var end = await ExecuteAsync(corpus, store, modules, coverage, hosts, cancellationToken).ConfigureAwait(false);
            return Conclude(corpus, store, modules, coverage, paths, end, cancellationToken);
        }
    }

    private async Task<RunEnd> ExecuteAsync(
        ScannedCorpus corpus, RunStore store, ModuleCatalog modules, SharedCoverage coverage, PreparedHost host, CancellationToken cancellationToken)
    {
        var work = RunWork.Of(corpus, store);
        if (work.Pending.Count == 0)
        {
            _observer.OnPhase($"all {corpus.Scripts.Count} scripts have a result already");
            return new RunEnd(null, false);
        }

        _observer.OnPhase($"running {work.Pending.Count} of {corpus.Scripts.Count} scripts on {host.Host.Name}");
        var totals = new RunningTotals(corpus.Scripts.Count, work.Resumed, coverage, _time);
        using var shard = store.CreateShard(_time);
        var recorder = new RunRecorder(store, shard, modules, totals, corpus.Scripts.ToDictionary(script => script.IdNumber), _observer);
        var pool = new ScriptPool(host.Host, Settings(store, host.Library), recorder, work.Pending.Select(script => new ScriptRequest(script.Id, script.Path)));
        try
        {
            await pool.RunAsync(cancellationToken).ConfigureAwait(false);
            shard.Flush();
            return new RunEnd(null, false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new RunEnd(null, true);
        }
        catch (Exception exception) when (
            exception is IOException or DriverException or ContainerEngineException or MalformedDataException && store.Finished.Count > 0)
        {
            // A full disk, drivers that keep dying, an engine that went away: what is finished is kept and reported.
            return new RunEnd(exception.Message, false);
        }
        finally
        {
            await totals.CompleteAsync().ConfigureAwait(false);
        }
    }

    private CollectionResult Conclude(
        ScannedCorpus corpus, RunStore store, ModuleCatalog modules, SharedCoverage shared, RunPaths paths, RunEnd end, CancellationToken cancellationToken)
    {
        var result = new CollectionResult
        {
            Ledger = LedgerBuilder.Build(corpus, store, end),
            Paths = paths,
            Failure = end.Failure,
            Interrupted = end.Interrupted,
        };
        if (end.Interrupted || store.ReadFloor() is not { } floor || modules.All.Count == 0)
        {
            return result;
        }

        _observer.OnPhase("computing coverage");
        var coverage = shared.Of(modules.All);
        foreach (var warning in coverage.Warnings)
        {
            _observer.OnWarning(warning);
        }

        var writer = new ResultsWriter(store, paths, modules.All, coverage, HitsEncoding.Decode(floor, paths.Store));
        try
        {
            return result with { Floor = writer.Floor(), Buckets = writer.Write(corpus, cancellationToken) };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return result with { Interrupted = true };
        }
        catch (IOException exception)
        {
            return result with { Failure = end.Failure ?? exception.Message };
        }
    }

    private DriverSettings Settings(RunStore store, LibraryFile library) => new()
    {
        RunId = store.Description.RunId,
        Library = library,
        CorpusRoot = _request.CorpusRoot,
        Workers = _request.Jobs,
        TimeoutSeconds = _request.TimeoutSeconds,
        MemoryBytes = _request.MemoryBytes,
        FileSizeBytes = _request.FileSizeBytes,
        Capture = _request.Capture,
        Isolation = _request.Isolation,
    };

    private RunDescription Describe(string? imageId) => new()
    {
        RunId = Guid.NewGuid().ToString("n"),
        Created = _time.GetUtcNow(),
        Tool = _request.Tool,
        CommandLine = _request.CommandLine,
        Baseline = _request.Baseline,
        Trial = _request.Trial ?? 1,
        Options = RunFacts.Options(_request, imageId),
    };

    private string TimeSourceName() => _request.Corpus.TimeSource.ToString();
}
