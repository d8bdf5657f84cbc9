namespace CovTools.Profiles;

/// <summary>The order in which the functions of one process were first called.</summary>
/// <param name="Weight">How many processes it stands for.</param>
/// <param name="Functions">Name hashes, earliest first.</param>
public sealed record TemporalTrace(ulong Weight, IReadOnlyList<ulong> Functions);
