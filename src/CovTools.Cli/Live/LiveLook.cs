namespace CovTools.Cli.Live;

/// <summary>One look at a process that is watched.</summary>
/// <param name="Elapsed">Since the first look.</param>
/// <param name="Covered">Counters that say "executed".</param>
/// <param name="Total">All counters.</param>
/// <param name="NewCounters">Those that did not at the look before.</param>
/// <param name="Rate">New ones a second.</param>
/// <param name="Reached">Functions with new counters, with file and first new line where the binary has a mapping.</param>
internal sealed record LiveLook(TimeSpan Elapsed, long Covered, long Total, long NewCounters, double Rate, IReadOnlyList<string> Reached);
