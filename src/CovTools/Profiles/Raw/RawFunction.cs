namespace CovTools.Profiles;

/// <summary>A function of a raw profile: which part of the counters is its own.</summary>
/// <param name="NameHash">LLVM's hash of the name.</param>
/// <param name="FunctionHash">The structural hash.</param>
/// <param name="FirstCounter">Index of its first counter in the profile's counters (after a time stamp, if any).</param>
/// <param name="CounterCount">Number of counters.</param>
/// <param name="FirstBitmapByte">Offset of its bitmap in the profile's bitmap; 0 when it has none.</param>
/// <param name="BitmapSize">Bytes of its bitmap.</param>
public readonly record struct RawFunction(ulong NameHash, ulong FunctionHash, int FirstCounter, int CounterCount, int FirstBitmapByte, int BitmapSize);
