using CovTools.Modules;

namespace CovTools.Collection;

/// <summary>
/// What the progress display shows: results so far, and the branches that they cover. Branches are computed in the background, never for more than a small share of
/// the time, from a copy of the counters.
/// </summary>
internal sealed class RunningTotals
{
    /// <summary>The pause after a computation, as a multiple of its duration.</summary>
    private const int PauseFactor = 20;

    private static readonly TimeSpan s_minimalPause = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly SharedCoverage _coverage;
    private readonly int[] _outcomes = new int[ScriptOutcomes.All.Count];
    private readonly int _total;
    private readonly int _resumed;
    private readonly long _started;
    private int _done;
    private long _branches = -1;
    private ModuleCatalog? _modules;
    private ModuleCounterSet? _counters;
    private Task _computation = Task.CompletedTask;
    private long _lastComputed;
    private TimeSpan _pause = s_minimalPause;

    public RunningTotals(int total, IEnumerable<ScriptOutcome> resumed, SharedCoverage coverage, TimeProvider time)
    {
        _total = total;
        _time = time;
        _coverage = coverage;
        foreach (var outcome in resumed)
        {
            _outcomes[(int)outcome]++;
            _resumed++;
        }

        _done = _resumed;
        _started = time.GetTimestamp();
    }

    /// <summary>Whether the modules are known.</summary>
    public bool HasBegun => _counters is not null;

    /// <summary>The modules are known, or there are more of them.</summary>
    public void Begin(ModuleCatalog modules, IReadOnlyList<ModuleHits> floor)
    {
        // A computation that is under way still looks at the modules known so far.
        _computation.GetAwaiter().GetResult();
        _modules = modules;
        var counters = new ModuleCounterSet(modules.All.Select(module => module.Layout));
        if (_counters is { } earlier)
        {
            counters.AddFrom(earlier);
        }
        else
        {
            counters.Add(floor, 1);
        }

        _counters = counters;
    }

    /// <summary>Counts hits of earlier invocations, without counting a script.</summary>
    public void AddEarlier(IReadOnlyList<ModuleHits> hits) => _counters!.Add(hits, 1);

    /// <summary>Counts a result.</summary>
    public void Add(ScriptOutcome outcome, IReadOnlyList<ModuleHits> hits)
    {
        _outcomes[(int)outcome]++;
        _done++;
        _counters?.Add(hits, 1);
        if (_counters is not null && _computation.IsCompleted && (_lastComputed == 0 || _time.GetElapsedTime(_lastComputed) > _pause))
        {
            var copy = new ModuleCounterSet(_modules!.All.Select(module => module.Layout));
            copy.AddFrom(_counters);
            _computation = Task.Run(() => Compute(copy));
        }
    }

    public CollectionProgress Report() => new(
        _done,
        _total,
        _resumed,
        [.. _outcomes],
        Interlocked.Read(ref _branches) is >= 0 and var branches ? branches : null,
        _time.GetElapsedTime(_started));

    /// <summary>Waits for a computation that is under way.</summary>
    public Task CompleteAsync() => _computation;

    private void Compute(ModuleCounterSet counters)
    {
        var start = _time.GetTimestamp();
        var coverage = _coverage.Of(_modules!.All);
        Interlocked.Exchange(ref _branches, coverage.Point(coverage.Summarize(counters)).Filtered.Branches.Covered);
        _lastComputed = _time.GetTimestamp();
        var pause = _time.GetElapsedTime(start) * PauseFactor;
        _pause = pause > s_minimalPause ? pause : s_minimalPause;
    }
}
