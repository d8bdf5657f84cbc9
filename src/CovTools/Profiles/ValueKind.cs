namespace CovTools.Profiles;

/// <summary>What a value site of a function observed (IPVK_* in llvm/ProfileData/InstrProfData.inc).</summary>
public enum ValueKind
{
    /// <summary>Which function an indirect call reached; values are name hashes, 0 for a function without a record.</summary>
    IndirectCallTarget = 0,

    /// <summary>Sizes of memory operations, in bytes, as the runtime rounds them to ranges.</summary>
    MemoryOperationSize = 1,

    /// <summary>Which virtual table an object had; values are hashes of the tables' names, 0 for an unknown one.</summary>
    VirtualTableTarget = 2,
}
