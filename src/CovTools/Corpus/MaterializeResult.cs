namespace CovTools.Corpus;

/// <summary>What materialising did.</summary>
/// <param name="Created">Files that were not there.</param>
/// <param name="Unchanged">Files that were there already, as they should be.</param>
/// <param name="Replaced">Files that were there, differed, and were replaced because that was forced.</param>
/// <param name="Failures">Scripts that could not be read or written.</param>
public sealed record MaterializeResult(int Created, int Unchanged, int Replaced, IReadOnlyList<FailedScript> Failures);
