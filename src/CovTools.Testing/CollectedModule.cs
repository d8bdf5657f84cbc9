namespace CovTools.Testing;

/// <summary>A library that counted.</summary>
/// <param name="Id">Build id, or "fnv" and a hash of its names.</param>
/// <param name="Path">Its file.</param>
/// <param name="Release">Major number of the LLVM release that compiled it.</param>
internal sealed record CollectedModule(string Id, string Path, int Release);
