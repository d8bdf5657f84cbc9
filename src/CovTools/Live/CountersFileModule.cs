namespace CovTools.Live;

/// <summary>A module as a process entered it into the counters file; nothing of it is to be believed before the module's file says the same.</summary>
/// <param name="Id">Build id, at most 70 digits of it, or "fnv" and a hash.</param>
/// <param name="Path">File that the process had loaded.</param>
/// <param name="CounterSize">8, or 1.</param>
/// <param name="CounterBytes">Size of its counters.</param>
/// <param name="BitmapBytes">Size of its bitmaps.</param>
internal sealed record CountersFileModule(string Id, string Path, int CounterSize, long CounterBytes, long BitmapBytes);
