using System.Runtime.InteropServices;
using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// The metric <c>source-union</c>: what of the source was covered, whatever function, instantiation or binary did it. Every line, region and outcome of a condition is
/// one element, known by its place; it is covered when any function covers it. So the covered elements of two profiles together are the union of those
/// of each, which is not so for llvm-cov's numbers (there, instantiations are merged by the larger number).
/// </summary>
/// <remarks>
/// The place of something inside a macro includes the chain of expansions that leads to it from the function's text: two uses of a macro are two elements, as llvm-cov
/// counts them. Everything belongs to the file that defines the function, as in llvm-cov's summaries. MC/DC is not part of the metric.
/// </remarks>
public static class SourceUnion
{
    /// <summary>The name of the metric.</summary>
    public const string MetricName = "source-union";

    /// <summary>The numbers of a report's files in this metric.</summary>
    /// <param name="report">The report; its release's rules say which lines and outcomes there are.</param>
    /// <param name="cancellation">Stops the computation.</param>
    /// <returns>The same files as the report's own summary has, in the same order. Functions count once for each place where some start; instantiations each.</returns>
    public static CoverageSummary Summarize(CoverageReport report, CancellationToken cancellation = default)
    {
        var elements = Collect(report, cancellation);
        var files = new List<FileSummary>(report.Files.Count);
        var totals = default(CoverageTotals);
        foreach (var file in report.Files)
        {
            var numbers = elements.TryGetValue(file, out var found) ? found.ToTotals() : default;
            files.Add(new FileSummary(file, numbers));
            totals += numbers;
        }

        return report.Summary with { Files = files, Totals = totals, MetricName = MetricName };
    }

    /// <summary>The elements by file that defines them.</summary>
    internal static Dictionary<string, SourceElements> Collect(CoverageReport report, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(report);
        var files = report.Files.ToHashSet(StringComparer.Ordinal);
        var elements = new Dictionary<string, SourceElements>(StringComparer.Ordinal);
        foreach (var function in report.Functions())
        {
            cancellation.ThrowIfCancellationRequested();
            if (function.MainFileId < 0 || !files.Contains(function.Files[function.MainFileId]))
            {
                continue;
            }

            var path = function.Files[function.MainFileId];
            if (!elements.TryGetValue(path, out var file))
            {
                elements.Add(path, file = new SourceElements());
            }

            Add(file, function, report);
        }

        return elements;
    }

    private static void Add(SourceElements file, FunctionCoverage function, CoverageReport report)
    {
        var chains = ExpansionChains(file, function);
        var regions = new Dictionary<SourcePlace, int>();
        var branches = new Dictionary<SourcePlace, int>();
        var isFirst = true;
        foreach (var region in function.Regions)
        {
            if (isFirst && region.FileId == function.MainFileId)
            {
                isFirst = false;
                file.AddFunction(region.StartLine, region.StartColumn, function.ExecutionCount != 0);
            }

            if (region.Kind == RegionKind.Code && chains.TryGetValue(region.FileId, out var chain))
            {
                file.AddRegion(Next(regions, new SourcePlace(chain, region.StartLine, region.StartColumn, region.EndLine, region.EndColumn, 0)), region.Count != 0);
            }
        }

        foreach (var branch in function.Branches)
        {
            if (chains.TryGetValue(branch.FileId, out var chain))
            {
                AddOutcomes(file, branch, Next(branches, new SourcePlace(chain, branch.StartLine, branch.StartColumn, branch.EndLine, branch.EndColumn, 0)));
            }
        }

        foreach (var line in report.Lines(report.CoverageOfFunction(function)))
        {
            if (line.IsMapped)
            {
                file.Lines.Add(line.Line, line.Count != 0);
            }
        }
    }

    /// <summary>The place, told apart from equal ones of the same function.</summary>
    private static SourcePlace Next(Dictionary<SourcePlace, int> uses, SourcePlace place)
    {
        ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(uses, place, out _);
        return place with { Use = use++ };
    }

    private static void AddOutcomes(SourceElements file, in CountedBranch branch, SourcePlace place)
    {
        if (!branch.IsTrueFolded)
        {
            file.AddOutcome(place, outcome: true, branch.TrueCount != 0);
        }

        if (!branch.IsFalseFolded)
        {
            file.AddOutcome(place, outcome: false, branch.FalseCount != 0);
        }
    }

    /// <summary>The chain of expansions that leads to each file id that can be reached from the main one.</summary>
    private static Dictionary<int, int> ExpansionChains(SourceElements file, FunctionCoverage function)
    {
        var chains = new Dictionary<int, int> { [function.MainFileId] = SourceElements.NoExpansion };
        var expansions = function.Regions.Where(static region => region.Kind == RegionKind.Expansion).ToLookup(static region => region.FileId);
        var uses = new Dictionary<(int Outer, uint Line, uint Column), int>();
        var pending = new Queue<int>([function.MainFileId]);
        while (pending.TryDequeue(out var id))
        {
            foreach (var region in expansions[id])
            {
                if (chains.ContainsKey(region.ExpandedFileId))
                {
                    continue;
                }

                // A macro that repeats its argument expands the same text several times.
                ref var use = ref CollectionsMarshal.GetValueRefOrAddDefault(uses, (chains[id], region.StartLine, region.StartColumn), out _);
                chains.Add(region.ExpandedFileId, file.ChainOf(chains[id], region.StartLine, region.StartColumn, use++));
                pending.Enqueue(region.ExpandedFileId);
            }
        }

        return chains;
    }
}
