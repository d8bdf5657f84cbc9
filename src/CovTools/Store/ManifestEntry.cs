namespace CovTools.Store;

/// <summary>A line of scripts.jsonl.</summary>
/// <param name="Id">Id of the script.</param>
/// <param name="Path">Path relative to the corpus root.</param>
/// <param name="Group">Its group.</param>
/// <param name="Time">Seconds since 1970 at which its fuzzer made it; null when unknown.</param>
public readonly record struct ManifestEntry(ulong Id, string Path, string Group, double? Time);
