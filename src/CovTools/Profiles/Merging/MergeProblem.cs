namespace CovTools.Profiles;

/// <summary>A record that could not be added as it is.</summary>
/// <param name="Kind">What was wrong with it.</param>
/// <param name="Input">The file that it came from.</param>
/// <param name="Modules">Build ids that this file names, lower-case hex.</param>
/// <param name="Function">Its name, invalid bytes replaced.</param>
/// <param name="FunctionHash">Its structural hash; both records have it.</param>
/// <param name="ExistingCount">What the profile has: number of counters, bitmap bytes or value sites, by <paramref name="Kind"/>; 0 for an overflow.</param>
/// <param name="IncomingCount">What the record has.</param>
public sealed record MergeProblem(
    MergeIssues Kind, string Input, IReadOnlyList<string> Modules, string Function, ulong FunctionHash, int ExistingCount, int IncomingCount);
