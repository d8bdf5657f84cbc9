using CovTools.Modules;

namespace CovTools.Live;

/// <summary>A module that ran under a capture.</summary>
/// <param name="Paths">The files that were loaded: one, or several with the same build id (copies). The first that was loaded is first.</param>
/// <param name="Processes">Processes that had it; one that loaded it again after unloading counts once.</param>
/// <param name="Counters">The sum of their counters.</param>
public sealed record CapturedModule(IReadOnlyList<string> Paths, int Processes, ModuleCounters Counters)
{
    /// <summary>The file that was loaded first.</summary>
    public string Path => Paths[0];

    /// <summary>Build id, or "fnv" and a hash of its names.</summary>
    public string Id => Counters.Layout.Id;

    /// <summary>Number of counters that are not zero.</summary>
    public int Covered => Counters.Covered;

    /// <summary>Number of counters.</summary>
    public int Total => Counters.Layout.CounterCount;
}
