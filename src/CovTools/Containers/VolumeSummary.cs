namespace CovTools.Containers;

/// <summary>A volume in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Labels">Its labels.</param>
public sealed record VolumeSummary(string Name, IReadOnlyDictionary<string, string> Labels);
