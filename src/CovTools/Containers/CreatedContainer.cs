namespace CovTools.Containers;

/// <summary>The answer to a creation.</summary>
/// <param name="Id">Id of the container.</param>
/// <param name="Warnings">What the engine could not honour, for example a limit that the kernel does not support.</param>
public sealed record CreatedContainer(string Id, IReadOnlyList<string> Warnings);
