namespace CovTools.Profiles;

/// <summary>Where function records and names come from when a raw profile holds only counters (InstrProfCorrelator in llvm/ProfileData/InstrProfCorrelator.cpp).</summary>
public interface ICorrelation
{
    /// <summary>The file that they come from, for messages.</summary>
    public string Name { get; }

    /// <summary>Build id of the module, lower-case hex; empty when it has none. Profiles of another build id are refused.</summary>
    public string BuildId { get; }

    /// <summary>The function records, as they lie in the module (__llvm_covdata, or __llvm_prf_data).</summary>
    public ReadOnlyMemory<byte> Records { get; }

    /// <summary>The names section.</summary>
    public ReadOnlyMemory<byte> Names { get; }

    /// <summary>Address of the first counter in the module.</summary>
    public ulong CountersAddress { get; }

    /// <summary>Address of the first bitmap byte in the module; 0 when there is none.</summary>
    public ulong BitmapAddress { get; }
}
