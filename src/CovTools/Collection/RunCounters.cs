using CovTools.Modules;

namespace CovTools.Collection;

/// <summary>
/// Counters of a part of a run, as if each of its scripts had been a process of its own: a script contributes the floor (what the import and the end
/// of the interpreter count) and its own hits.
/// </summary>
internal sealed class RunCounters
{
    private readonly IReadOnlyList<ModuleHits> _floor;

    public RunCounters(IEnumerable<KnownModule> modules, IReadOnlyList<ModuleHits> floor)
    {
        Counters = new ModuleCounterSet(modules.Select(module => module.Layout));
        _floor = floor;
    }

    public ModuleCounterSet Counters { get; }

    /// <summary>Scripts added so far.</summary>
    public int Scripts { get; private set; }

    /// <summary>Adds the floor <paramref name="times"/> times, for as many scripts.</summary>
    public void AddFloor(int times)
    {
        Counters.Add(_floor, (ulong)times);
        Scripts += times;
    }

    /// <summary>Adds what one script hit, without the floor.</summary>
    public void AddHits(IReadOnlyList<ModuleHits> hits, int times) => Counters.Add(hits, (ulong)times);

    /// <summary>Adds all that another part has.</summary>
    public void Add(RunCounters part)
    {
        Counters.AddFrom(part.Counters);
        Scripts += part.Scripts;
    }
}
