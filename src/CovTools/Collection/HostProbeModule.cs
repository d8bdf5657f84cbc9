using CovTools.Modules;

namespace CovTools.Collection;

/// <summary>An instrumented module of a host.</summary>
/// <param name="Path">The file as the host sees it.</param>
/// <param name="Id">Build id, or "fnv" and a hash of its names.</param>
/// <param name="CounterBytes">Size of its counters in memory.</param>
/// <param name="Layout">What its file says; null when that cannot be read.</param>
/// <param name="Problem">Why not; empty when it can.</param>
public sealed record HostProbeModule(string Path, string Id, long CounterBytes, ModuleLayout? Layout, string Problem);
