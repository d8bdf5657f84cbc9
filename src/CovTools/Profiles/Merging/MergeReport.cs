namespace CovTools.Profiles;

/// <summary>How many records could not be added as they were.</summary>
/// <param name="Overflows">Records with a sum limited to the largest count.</param>
/// <param name="CounterMismatches">Records dropped because an earlier one has another number of counters.</param>
/// <param name="BitmapMismatches">Records whose bitmap was dropped because an earlier one has another size.</param>
/// <param name="ValueSiteMismatches">Records of which values were dropped because an earlier one has another number of sites.</param>
public readonly record struct MergeReport(int Overflows, int CounterMismatches, int BitmapMismatches, int ValueSiteMismatches = 0)
{
    /// <summary>Every record was added completely.</summary>
    public bool IsClean => this == default;

    internal MergeReport With(MergeReport other) => new(
        Overflows + other.Overflows, CounterMismatches + other.CounterMismatches, BitmapMismatches + other.BitmapMismatches, ValueSiteMismatches + other.ValueSiteMismatches);

    internal MergeReport With(MergeIssues issues) => issues == MergeIssues.None ? this : new MergeReport(
        Overflows + (issues.HasFlag(MergeIssues.CounterOverflow) ? 1 : 0),
        CounterMismatches + (issues.HasFlag(MergeIssues.CounterMismatch) ? 1 : 0),
        BitmapMismatches + (issues.HasFlag(MergeIssues.BitmapMismatch) ? 1 : 0),
        ValueSiteMismatches + (issues.HasFlag(MergeIssues.ValueSiteMismatch) ? 1 : 0));
}
