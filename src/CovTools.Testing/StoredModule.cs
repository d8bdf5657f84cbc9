namespace CovTools.Testing;

/// <summary>A library that tests loaded.</summary>
/// <param name="Id">Build id, or "fnv" and a hash of its names.</param>
/// <param name="Path">The file that was loaded.</param>
/// <param name="Kept">What reports need of it: a file in the folder of results, relative to it.</param>
/// <param name="Release">Major number of the LLVM release that compiled it.</param>
internal sealed record StoredModule(string Id, string Path, string Kept, int Release);
