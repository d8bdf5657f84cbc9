namespace CovTools.Profiles;

/// <summary>A function record as it stands in a file; pointers are not resolved.</summary>
internal readonly record struct RawRecord(
    ulong NameHash, ulong FunctionHash, ulong CounterPointer, uint CounterCount, ulong BitmapPointer, uint BitmapSize, ulong FunctionPointer, bool HasValueSites);
