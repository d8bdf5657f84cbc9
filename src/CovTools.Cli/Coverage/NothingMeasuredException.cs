namespace CovTools.Cli.Coverage;

/// <summary>There is nothing to report: no profile, no function, no count. Not the same as 0 %.</summary>
/// <param name="message">Why, and what to look at.</param>
internal sealed class NothingMeasuredException(string message) : Exception(message);
