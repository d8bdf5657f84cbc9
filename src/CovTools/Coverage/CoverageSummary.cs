namespace CovTools.Coverage;

/// <summary>What <c>llvm-cov export -summary-only</c> says about a profile.</summary>
/// <param name="Files">All files that have a part in a function, sorted by the bytes of their paths.</param>
/// <param name="Totals">Sum over the files.</param>
/// <param name="MismatchedFunctions">Functions left out because the profile knows another version of them only.</param>
/// <param name="UnfitFunctions">Functions left out because the profile has fewer counters for them than their mapping uses.</param>
public sealed record CoverageSummary(IReadOnlyList<FileSummary> Files, CoverageTotals Totals, long MismatchedFunctions, long UnfitFunctions)
{
    /// <summary>The metric of the numbers: "llvm", or <see cref="SourceUnion.MetricName"/>.</summary>
    public string MetricName { get; init; } = "llvm";

    /// <summary>The same summary for the files that <paramref name="filter"/> takes.</summary>
    public CoverageSummary Within(Func<string, bool> filter)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var files = new List<FileSummary>();
        var totals = default(CoverageTotals);
        foreach (var file in Files)
        {
            if (filter(file.Path))
            {
                files.Add(file);
                totals += file.Totals;
            }
        }

        return this with { Files = files, Totals = totals };
    }
}
