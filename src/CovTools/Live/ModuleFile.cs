using CovTools.Modules;

namespace CovTools.Live;

/// <summary>What the file of a module says, as it was when it was read.</summary>
/// <param name="Layout">Its counters and functions.</param>
/// <param name="Length">Length of the file, bytes.</param>
/// <param name="Changed">When its contents were changed last.</param>
internal sealed record ModuleFile(ModuleLayout Layout, long Length, DateTime Changed);
