namespace CovTools.Live;

/// <summary>The counters of one module in one process: within the file, of the present epoch.</summary>
/// <param name="Module">Index of the module.</param>
/// <param name="Process">Process id, in the process's own namespace.</param>
/// <param name="Counters">Offset of the first counter in the file.</param>
/// <param name="Bitmap">Offset of the first bitmap byte; 0 when there is none.</param>
internal readonly record struct CountersFileRegion(int Module, int Process, long Counters, long Bitmap);
