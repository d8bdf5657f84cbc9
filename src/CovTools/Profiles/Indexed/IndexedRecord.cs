namespace CovTools.Profiles;

/// <summary>Where the parts of a record are in its file, all checked; offsets and sizes in bytes but for the number of counters.</summary>
internal readonly record struct IndexedRecord(
    ulong FunctionHash, int Counters, int CounterCount, int Bitmap, int BitmapSize, ValueProfile? Values);
