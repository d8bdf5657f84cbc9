namespace CovTools.Profiles;

/// <summary>How many of the hottest blocks make up a part of all counts.</summary>
/// <param name="Cutoff">The part, per million.</param>
/// <param name="MinimumCount">The smallest count among those blocks.</param>
/// <param name="Blocks">Their number.</param>
public readonly record struct ProfileCutoff(ulong Cutoff, ulong MinimumCount, ulong Blocks);
