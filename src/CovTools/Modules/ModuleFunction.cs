namespace CovTools.Modules;

/// <summary>A function of a module: which part of the module's counters is its own.</summary>
/// <param name="NameHash">LLVM's hash of its name.</param>
/// <param name="FunctionHash">The structural hash that tells versions of a function apart.</param>
/// <param name="FirstCounter">Index of its first counter in the module.</param>
/// <param name="CounterCount">Number of counters, at least 1.</param>
/// <param name="FirstBitmapByte">Offset of its MC/DC bitmap in the module's bitmaps; 0 when it has none.</param>
/// <param name="BitmapSize">Bytes of its bitmap.</param>
public readonly record struct ModuleFunction(ulong NameHash, ulong FunctionHash, int FirstCounter, int CounterCount, int FirstBitmapByte, int BitmapSize);
