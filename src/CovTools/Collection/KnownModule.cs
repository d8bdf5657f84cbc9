using CovTools.Modules;

namespace CovTools.Collection;

/// <summary>A module of a run.</summary>
/// <param name="Layout">Its counters.</param>
/// <param name="ObjectPath">The small object file with its coverage sections, in the store.</param>
internal sealed record KnownModule(ModuleLayout Layout, string ObjectPath);
