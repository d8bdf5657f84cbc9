namespace CovTools.Execution;

/// <summary>A loaded object with counters, as the driver found it.</summary>
/// <param name="Id">Build id in lower-case hex, or <c>fnv</c> and 16 hex digits.</param>
/// <param name="Path">File it was loaded from, as the driver's host sees it.</param>
/// <param name="Counters">Bytes of its counters section.</param>
/// <param name="Bitmap">Bytes of its MC/DC bitmap section.</param>
public sealed record DriverModule(string Id, string Path, long Counters, long Bitmap);
