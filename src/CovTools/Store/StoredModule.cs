namespace CovTools.Store;

/// <summary>A module of a run.</summary>
/// <param name="Id">Build id, or what stands for it.</param>
/// <param name="Path">Where it was loaded from, on its host.</param>
/// <param name="Llvm">The LLVM release that built it, as far as it is known.</param>
/// <param name="Counters">Number of its counters.</param>
/// <param name="Functions">Number of its functions with counters.</param>
public sealed record StoredModule(string Id, string Path, string Llvm, long Counters, int Functions);
