namespace CovTools.Profiles;

/// <summary>A step of a merge: a file that is read, or sums of profiles that are added at the place of the first of them.</summary>
/// <param name="Number">Number of the (first) input.</param>
/// <param name="Sums">Sums of one shape and weight; empty for a file.</param>
/// <param name="Size">Bytes of work.</param>
internal sealed record MergeUnit(int Number, IReadOnlyList<RawSum> Sums, long Size);
