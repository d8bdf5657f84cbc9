namespace CovTools.Mapping;

/// <summary>What is kept of an object.</summary>
/// <param name="Names">Names, of its functions and others.</param>
/// <param name="Mappings">The section that holds the functions' mappings.</param>
/// <param name="Name">The object as the user knows it.</param>
/// <param name="Source">Object and section, for messages.</param>
internal sealed record MappedObject(IReadOnlyList<ReadOnlyMemory<byte>> Names, byte[] Mappings, string Name, string Source);
