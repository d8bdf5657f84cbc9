namespace CovTools.Execution;

/// <summary>What became of one driver.</summary>
/// <param name="Finished">Scripts that got their result from it.</param>
/// <param name="Ended">How it ended before the work was done; null when all the work was done.</param>
internal readonly record struct SessionResult(int Finished, string? Ended);
