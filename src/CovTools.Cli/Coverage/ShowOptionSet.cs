using System.CommandLine;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The options that only <c>show</c> has: those of llvm-cov by the same names.</summary>
internal sealed class ShowOptionSet
{
    public Option<bool?> LineCounts { get; } = new("--show-line-counts") { Description = "Count of each line (default, unless --show-regions is given)" };

    public Option<bool> Regions { get; } = new("--show-regions") { Description = "Count of each region, as marks below the line" };

    public Option<bool> CountsOrRegions { get; } = new("--show-line-counts-or-regions") { Description = "Both" };

    public Option<string?> Branches { get; } = new("--show-branches") { Description = "How conditions came out", HelpName = "count|percent" };

    public Option<bool> Mcdc { get; } = new("--show-mcdc") { Description = "Decisions with their test vectors (LLVM 18 and later)" };

    public Option<bool> UnexecutedVectors { get; } = new("--show-mcdc-non-executed-vectors") { Description = "Also the test vectors that did not occur (LLVM 23)" };

    public Option<bool> Expansions { get; } = new("--show-expansions") { Description = "What macros expand to" };

    public Option<bool> Instantiations { get; } = CoverageOptionSet.On("--show-instantiations", "Each instantiation of a function");

    public Option<bool> BinaryCounts { get; } = new("--binary-counters") { Description = "1 or 0 instead of counts (LLVM 20 and later)" };

    public Option<string> Format { get; } = new("--format") { Description = "text", HelpName = "text", DefaultValueFactory = _ => "text" };

    /// <summary>llvm-cov follows it in HTML only.</summary>
    public Option<uint> TabSize { get; } = new("--tab-size") { Hidden = true };

    public IEnumerable<Option> All => [LineCounts, Regions, CountsOrRegions, Branches, Mcdc, UnexecutedVectors, Expansions, Instantiations, BinaryCounts, Format, TabSize];

    /// <summary>What is to be shown.</summary>
    /// <exception cref="UsageException">A value is not known.</exception>
    public ShowOptions Read(ParseResult parsed, CoverageRequest request)
    {
        var hasBoth = parsed.GetValue(CountsOrRegions);
        var hasRegions = parsed.GetValue(Regions);
        return new ShowOptions
        {
            Release = request.Release,

            // As in llvm-cov, the option given as false counts as given.
            LineCounts = parsed.GetValue(LineCounts) is not null || !hasRegions || hasBoth,
            RegionMarkers = hasRegions || hasBoth,
            Expansions = parsed.GetValue(Expansions),
            Instantiations = parsed.GetValue(Instantiations),
            Branches = parsed.GetValue(Branches) switch
            {
                null => BranchDisplay.None,
                "count" => BranchDisplay.Count,
                "percent" => BranchDisplay.Percent,
                var other => throw new UsageException($"--show-branches: '{other}' is neither count nor percent"),
            },
            Mcdc = parsed.GetValue(Mcdc),
            UnexecutedTestVectors = parsed.GetValue(UnexecutedVectors),
            BinaryCounts = parsed.GetValue(BinaryCounts),
            HasColor = request.HasColor,
        };
    }
}
