namespace CovTools.Live;

/// <summary>Something that a capture lacks.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Path">The module or profile; empty when the counters file itself is meant.</param>
/// <param name="Reason">Why, in one line that can stand alone.</param>
public sealed record CaptureProblem(CaptureProblemKind Kind, string Path, string Reason);
