using CovTools.Corpus;
using CovTools.Execution;
using CovTools.Modules;
using CovTools.Objects;
using CovTools.Store;

namespace CovTools.Collection;

/// <summary>Takes what the driver reports and makes it durable: modules, floor, and each script's outcome and hits.</summary>
internal sealed class RunRecorder : IRunObserver
{
    private readonly RunStore _store;
    private readonly ShardWriter _shard;
    private readonly ModuleCatalog _modules;
    private readonly RunningTotals _totals;
    private readonly ICollectionObserver _observer;
    private readonly Dictionary<ulong, ScriptFile> _scripts;
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private CounterDecoder? _decoder;
    private Func<string, IByteSource>? _openFile;

    /// <param name="store">Where results go.</param>
    /// <param name="shard">This process's shard of it.</param>
    /// <param name="modules">The modules of the run.</param>
    /// <param name="totals">Counts for the progress display.</param>
    /// <param name="scripts">The scripts by id, as they were scanned.</param>
    /// <param name="observer">Takes warnings and progress.</param>
    public RunRecorder(
        RunStore store,
        ShardWriter shard,
        ModuleCatalog modules,
        RunningTotals totals,
        Dictionary<ulong, ScriptFile> scripts,
        ICollectionObserver observer)
    {
        _store = store;
        _shard = shard;
        _modules = modules;
        _totals = totals;
        _scripts = scripts;
        _observer = observer;
    }

    public async Task OnReadyAsync(DriverReady ready, Func<string, IByteSource> openFile, CancellationToken cancellationToken)
    {
        _openFile = openFile;
        if (ready.Reason.Length > 0)
        {
            _observer.OnWarning(ready.Reason);
        }

        RequireSameModules(ready);
        var found = new List<KnownModule>();
        foreach (var module in ready.Modules)
        {
            // Reading goes through the driver when it is in a container: off this thread, which also feeds the driver.
            found.Add(await Task.Run(() => _modules.Add(module.Id, openFile(module.Path)), cancellationToken).ConfigureAwait(false));
        }

        _decoder = new CounterDecoder(ready.Capture, _modules);
        if (_store.ReadFloor() is { } stored)
        {
            _decoder.Floor = HitsEncoding.Decode(stored, _store.Folder);
        }
        else
        {
            _decoder.Floor = _decoder.DecodeFloor(ready.Floor);

            // The floor comes last: a store that has one also says of which modules it is, whenever the tool was killed.
            _store.SetHost(RunFacts.Host(ready), [.. found.Select(module => RunFacts.Module(module.Layout, ready.Modules))]);
            _store.WriteFloor(HitsEncoding.Encode(_decoder.Floor));
        }

        var isFirst = !_totals.HasBegun;
        _totals.Begin(_modules, _decoder.Floor);
        if (isFirst)
        {
            await Task.Run(CountEarlier, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task OnFinishedAsync(ScriptResult result, CancellationToken cancellationToken)
    {
        var (hits, lost) = await DecodeAsync(result, cancellationToken).ConfigureAwait(false);
        var entry = new JournalEntry
        {
            ScriptId = ScriptIds.Parse(result.Script.Id),
            Ending = result.Ending with { LostReason = lost },
        };
        if (result.ContentSha256 is { } sha256 && sha256 != _scripts[entry.ScriptId].ContentHash.ToString())
        {
            entry = entry with
            {
                Ending = new ScriptEnding
                {
                    Outcome = ScriptOutcome.Infrastructure,
                    FailureReason = "the script changed after the corpus was scanned",
                },
            };
            hits = [];
        }

        var written = _shard.Append(entry, hits.All(module => module.IsEmpty) ? [] : HitsEncoding.Encode(hits));
        _store.MarkFinished(_shard.Number, written);
        _totals.Add(written.Ending.Outcome, hits);
        _observer.OnProgress(_totals.Report());
    }

    public void OnNote(string message) => _observer.OnWarning(message);

    /// <summary>Lets the progress begin where earlier invocations stopped. Equal sets of hits are stored once and cover what they cover once.</summary>
    private void CountEarlier()
    {
        var sets = _store.Finished
            .Where(pair => pair.Value.HitsOffset >= 0 && _scripts.ContainsKey(pair.Key))
            .Select(pair => pair.Value)
            .DistinctBy(script => (script.Shard, script.HitsOffset))
            .OrderBy(script => (script.Shard, script.HitsOffset));
        foreach (var script in sets)
        {
            _totals.AddEarlier(HitsEncoding.Decode(_store.ReadHits(script), _store.Folder));
        }
    }

    private async Task<(IReadOnlyList<ModuleHits> Hits, string? Lost)> DecodeAsync(ScriptResult result, CancellationToken cancellationToken)
    {
        if (result.Counters.IsEmpty)
        {
            return ([], result.Ending.LostReason);
        }

        var decoder = _decoder ?? throw new InvalidOperationException("a result before the driver was ready");
        var lost = result.Ending.LostReason;
        var hits = decoder.Decode(result.Counters);
        if (hits.All(decoder.IsKnown))
        {
            return (hits, lost);
        }

        foreach (var module in hits.Where(module => !decoder.IsKnown(module)))
        {
            var refusal = await TryAddModuleAsync(module.Id, module.Path, cancellationToken).ConfigureAwait(false);
            lost ??= refusal;
        }

        return ([.. hits.Where(decoder.IsKnown)], lost);
    }

    /// <summary>Reads a module that a script loaded by itself. Returns why its counters cannot be used, or null.</summary>
    private async Task<string?> TryAddModuleAsync(string id, string path, CancellationToken cancellationToken)
    {
        if (_refused.Contains(id))
        {
            return $"module {id} cannot be read";
        }

        try
        {
            await Task.Run(() => _modules.Add(id, _openFile!(path)), cancellationToken).ConfigureAwait(false);
            _totals.Begin(_modules, _decoder!.Floor);
            return null;
        }
        catch (Exception exception) when (exception is IOException or MalformedDataException or UnauthorizedAccessException)
        {
            _refused.Add(id);
            _observer.OnWarning($"a script loaded {path}, whose counters cannot be used: {exception.Message}");
            return $"module {id} cannot be read";
        }
    }

    private void RequireSameModules(DriverReady ready)
    {
        if (_store.Description.Modules.Count == 0)
        {
            return;
        }

        var stored = _store.Description.Modules.Select(module => module.Id).Order(StringComparer.Ordinal).ToList();
        var now = ready.Modules.Select(module => module.Id).Order(StringComparer.Ordinal).ToList();
        if (!stored.SequenceEqual(now))
        {
            throw new UsageException(
                $"{_store.Folder} holds results of other binaries: {string.Join(", ", stored)} then, {string.Join(", ", now)} now. "
                + "The library was rebuilt; choose another --output, --baseline or --trial for a new run.");
        }
    }
}
