namespace CovTools;

/// <summary>A file that goes to a host before the driver starts.</summary>
/// <param name="Path">Relative path, with '/'.</param>
/// <param name="Content">Its bytes.</param>
public sealed record RuntimeFile(string Path, ReadOnlyMemory<byte> Content);
