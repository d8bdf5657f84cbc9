namespace CovTools.Profiles;

/// <summary>What became of an input.</summary>
/// <param name="Name">The file.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Offset">Byte offset of what is wrong; -1 when nothing is, or no place is to blame.</param>
/// <param name="Reason">What is wrong, in one line; empty when nothing is.</param>
/// <param name="Profiles">Number of profiles in it.</param>
/// <param name="Records">Number of records that were added.</param>
public sealed record InputReport(string Name, InputStatus Status, long Offset, string Reason, int Profiles, long Records);
