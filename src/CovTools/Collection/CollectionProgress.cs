namespace CovTools.Collection;

/// <summary>How far a run is.</summary>
/// <param name="Done">Scripts with a result, earlier invocations included.</param>
/// <param name="Total">Scripts to execute in all.</param>
/// <param name="Resumed">Part of <paramref name="Done"/> that earlier invocations did.</param>
/// <param name="Outcomes">Results so far by outcome, indexed as <see cref="ScriptOutcomes.All"/>.</param>
/// <param name="BranchesCovered">Branches covered so far within the source filter; null until first computed.</param>
/// <param name="Elapsed">Time since this invocation began to execute.</param>
public sealed record CollectionProgress(
    int Done,
    int Total,
    int Resumed,
    IReadOnlyList<int> Outcomes,
    long? BranchesCovered,
    TimeSpan Elapsed)
{
    /// <summary>Scripts per second of this invocation; 0 before the first.</summary>
    public double Rate => Elapsed > TimeSpan.Zero ? (Done - Resumed) / Elapsed.TotalSeconds : 0;

    /// <summary>Estimated time left; null before a rate is known.</summary>
    public TimeSpan? Left => Rate > 0 ? TimeSpan.FromSeconds((Total - Done) / Rate) : null;
}
