namespace CovTools.Collection;

/// <summary>How the execution of a run ended.</summary>
/// <param name="Failure">Why it stopped before all scripts had a result; null when it did not.</param>
/// <param name="Interrupted">The user stopped it.</param>
internal readonly record struct RunEnd(string? Failure, bool Interrupted);
