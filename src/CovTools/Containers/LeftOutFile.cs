namespace CovTools.Containers;

/// <summary>A file that could not be copied.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why.</param>
public sealed record LeftOutFile(string Path, string Reason);
