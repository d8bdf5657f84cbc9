using System.Diagnostics.CodeAnalysis;

namespace CovTools.Profiles;

/// <summary>The high bits of a profile's version word (VARIANT_MASK_* in llvm/ProfileData/InstrProfData.inc).</summary>
[Flags]
[SuppressMessage("Design", "CA1028", Justification = "The bits are those of a 64-bit word in files.")]
public enum ProfileFlags : ulong
{
    /// <summary>Front-end instrumentation (clang -fprofile-instr-generate, rustc) with 64-bit counters.</summary>
    None = 0,

    /// <summary>Loop entry blocks are always instrumented.</summary>
    LoopEntries = 1UL << 55,

    /// <summary>IR instrumentation (-fprofile-generate).</summary>
    IntermediateRepresentation = 1UL << 56,

    /// <summary>Context-sensitive records are present.</summary>
    ContextSensitive = 1UL << 57,

    /// <summary>Function entry blocks are always instrumented.</summary>
    EntryFirst = 1UL << 58,

    /// <summary>Function records and names are not in the raw file.</summary>
    DebugCorrelation = 1UL << 59,

    /// <summary>A counter is one byte.</summary>
    SingleByte = 1UL << 60,

    /// <summary>Only function entries are counted.</summary>
    FunctionEntryOnly = 1UL << 61,

    /// <summary>Memory profile.</summary>
    MemoryProfile = 1UL << 62,

    /// <summary>The first counter of a function is a time stamp.</summary>
    Temporal = 1UL << 63,
}
