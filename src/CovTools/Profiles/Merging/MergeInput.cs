namespace CovTools.Profiles;

/// <summary>A file to merge.</summary>
/// <param name="Path">Raw, indexed or text; the file's content decides.</param>
/// <param name="Weight">How many times to add it, at least 1.</param>
public sealed record MergeInput(string Path, ulong Weight = 1);
