using CovTools.Modules;

namespace CovTools.Live;

/// <summary>The counters of a module as they were at one moment.</summary>
public sealed class LiveCounters
{
    internal LiveCounters(LiveModule module)
    {
        Module = module;
        CounterMemory = GC.AllocateUninitializedArray<byte>(module.CounterBytes);
        BitmapMemory = GC.AllocateUninitializedArray<byte>(module.BitmapBytes);
    }

    /// <summary>The module.</summary>
    public LiveModule Module { get; }

    /// <summary>The bytes of __llvm_prf_cnts.</summary>
    public ReadOnlyMemory<byte> Counters => CounterMemory;

    /// <summary>The bytes of __llvm_prf_bits.</summary>
    public ReadOnlyMemory<byte> Bitmap => BitmapMemory;

    /// <summary>Number of counters that say "executed".</summary>
    public int Covered => CounterWords.Covered(CounterMemory, Module.CounterSize);

    internal byte[] CounterMemory { get; }

    internal byte[] BitmapMemory { get; }

    /// <summary>Number of counters that say "executed" and did not at an earlier moment.</summary>
    /// <param name="earlier">Of the same module.</param>
    /// <exception cref="ArgumentException">It is another module.</exception>
    public int NewSince(LiveCounters earlier) => CounterWords.New(CounterMemory, Require(earlier).CounterMemory, Module.CounterSize);

    /// <summary>The same as sums, from which profiles and reports are made.</summary>
    /// <exception cref="MalformedDataException">The module's file makes no sense.</exception>
    public ModuleCounters ToCounters()
    {
        var counters = new ModuleCounters(Module.Layout);
        counters.AddMemory(0, CounterMemory);
        counters.AddBitmapMemory(0, BitmapMemory);
        return counters;
    }

    /// <summary>What was counted since: differences (0 where a counter became smaller: it was reset, or threads raced), bits and single-byte counters that are new.</summary>
    /// <param name="earlier">Of the same module.</param>
    /// <exception cref="ArgumentException">It is another module.</exception>
    /// <exception cref="MalformedDataException">The module's file makes no sense.</exception>
    public ModuleCounters Since(LiveCounters earlier)
    {
        var counters = new ModuleCounters(Module.Layout);
        counters.AddMemory(0, CounterWords.Subtract(CounterMemory, Require(earlier).CounterMemory, Module.CounterSize));
        counters.AddBitmapMemory(0, CounterWords.Without(BitmapMemory, earlier.BitmapMemory));
        return counters;
    }

    private LiveCounters Require(LiveCounters earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return earlier.Module == Module ? earlier : throw new ArgumentException($"These are counters of {earlier.Module.Path}, not of {Module.Path} as it is loaded now.", nameof(earlier));
    }
}
