namespace CovTools.Containers;

/// <summary>A container in a list.</summary>
/// <param name="Id">Id that the engine gave it.</param>
/// <param name="Name">Its name, without the leading slash.</param>
/// <param name="State">State in the engine's words: <c>created</c>, <c>running</c>, <c>exited</c> …</param>
/// <param name="Labels">Its labels.</param>
public sealed record ContainerSummary(string Id, string Name, string State, IReadOnlyDictionary<string, string> Labels);
