namespace CovTools.Profiles;

/// <summary>The traces that a profile keeps of those that it was made from.</summary>
/// <param name="StreamSize">Number of traces that were seen, kept or not.</param>
/// <param name="Traces">Those that were kept.</param>
public sealed record TemporalTraces(ulong StreamSize, IReadOnlyList<TemporalTrace> Traces)
{
    /// <summary>No trace.</summary>
    public static TemporalTraces None { get; } = new(0, []);
}
