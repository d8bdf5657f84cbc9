namespace CovTools.Collection;

/// <summary>The growth up to the end of one bucket.</summary>
/// <param name="Label">The bucket, such as <c>0-60</c>.</param>
/// <param name="Scripts">Scripts of this bucket that ran.</param>
/// <param name="Cumulative">Coverage of the floor and of all scripts up to the end of this bucket.</param>
public sealed record BucketResult(string Label, int Scripts, CoveragePoint Cumulative);
