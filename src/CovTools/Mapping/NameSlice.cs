namespace CovTools.Mapping;

/// <summary>A name inside a chunk of a names section.</summary>
internal readonly record struct NameSlice(int Chunk, int Start, int Length);
