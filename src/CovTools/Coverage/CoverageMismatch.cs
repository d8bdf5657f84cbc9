namespace CovTools.Coverage;

/// <summary>A function that was left out because profile and mapping do not fit together.</summary>
/// <param name="Function">Its name.</param>
/// <param name="Module">The object whose mapping it is from, as the user named it.</param>
/// <param name="File">The file that defines it; empty when that is unknown.</param>
/// <param name="Kind">What does not fit.</param>
/// <param name="InMapping">The mapping's function hash, or the number of counters that its mapping uses.</param>
/// <param name="InProfile">The function hashes that the profile has for the name, or the number of counters that the profile has.</param>
public sealed record CoverageMismatch(string Function, string Module, string File, CoverageMismatchKind Kind, ulong InMapping, IReadOnlyList<ulong> InProfile);
