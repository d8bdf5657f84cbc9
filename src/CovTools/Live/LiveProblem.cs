namespace CovTools.Live;

/// <summary>A module of a process that cannot be read.</summary>
/// <param name="Path">The file as the process sees it.</param>
/// <param name="Address">Where it was loaded.</param>
/// <param name="Reason">Why.</param>
public sealed record LiveProblem(string Path, ulong Address, string Reason);
