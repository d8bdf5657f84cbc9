using CovTools.Modules;
using CovTools.Profiles;

namespace CovTools.Live;

/// <summary>The counters of a process at one moment.</summary>
public sealed class LiveSnapshot
{
    internal LiveSnapshot(IReadOnlyList<LiveCounters> modules) => Modules = modules;

    /// <summary>The counters of each module, by address.</summary>
    public IReadOnlyList<LiveCounters> Modules { get; }

    /// <summary>Number of counters that say "executed".</summary>
    public long Covered => Modules.Sum(module => (long)module.Covered);

    /// <summary>Number of counters.</summary>
    public long Total => Modules.Sum(module => (long)module.Module.Total);

    /// <summary>Number of counters that say "executed" and did not at an earlier moment. Modules that were not there then count whole.</summary>
    /// <param name="earlier">Of the same process.</param>
    public long NewSince(LiveSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return Modules.Sum(module => earlier.Find(module.Module) is { } before ? module.NewSince(before) : (long)module.Covered);
    }

    /// <summary>The counters, from which profiles and reports are made. A module that was loaded twice is there once, with the sum.</summary>
    /// <exception cref="MalformedDataException">A module's file makes no sense.</exception>
    public ModuleCounterSet ToCounters() => Sum(Modules.Select(module => module.ToCounters()));

    /// <summary>What was counted since an earlier moment. Modules that were not there then count whole.</summary>
    /// <param name="earlier">Of the same process.</param>
    /// <exception cref="MalformedDataException">A module's file makes no sense.</exception>
    public ModuleCounterSet Since(LiveSnapshot earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return Sum(Modules.Select(module => earlier.Find(module.Module) is { } before ? module.Since(before) : module.ToCounters()));
    }

    /// <summary>Writes an indexed profile (.profdata), as llvm-profdata merge makes it of the modules' raw profiles.</summary>
    /// <param name="stream">Written from its position on; not closed.</param>
    /// <param name="release">Whose format; null for the newest that the tools of all modules' releases read.</param>
    /// <exception cref="MalformedDataException">A module's file makes no sense.</exception>
    public void WriteProfile(Stream stream, LlvmRelease? release = null) => ModuleProfile.Write(ToCounters().Modules, stream, release);

    /// <summary>Writes raw profiles (.profraw), one behind the other, as the modules' own runtimes would; without value profiling data.</summary>
    /// <param name="stream">Written from its position on; not closed.</param>
    /// <exception cref="MalformedDataException">A module's file makes no sense.</exception>
    public void WriteRawProfile(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        foreach (var module in Modules)
        {
            RawProfileImage.Write(module, stream);
        }
    }

    private static ModuleCounterSet Sum(IEnumerable<ModuleCounters> modules)
    {
        var all = modules.ToList();
        var set = new ModuleCounterSet(all.Select(module => module.Layout).DistinctBy(layout => layout.Id));
        foreach (var module in all)
        {
            set.Add(module);
        }

        return set;
    }

    private LiveCounters? Find(LiveModule module) => Modules.FirstOrDefault(known => known.Module == module);
}
