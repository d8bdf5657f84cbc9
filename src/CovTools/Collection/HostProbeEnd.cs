namespace CovTools.Collection;

/// <summary>A probe script that ended in a certain way.</summary>
/// <param name="Name">The way.</param>
/// <param name="Expected">The outcome that a good host gives.</param>
/// <param name="Ending">What was given.</param>
public sealed record HostProbeEnd(string Name, ScriptOutcome Expected, ScriptEnding Ending)
{
    /// <summary>Why counters of a script that ends so would be lost; null when they are kept.</summary>
    public string? Loss => Ending.LostReason ?? Ending.FailureReason ?? (Ending.Outcome == Expected ? null : $"it was taken for '{Ending.Outcome}' instead of '{Expected}'");
}
