using System.Runtime.CompilerServices;
using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>Summary numbers of one function (FunctionCoverageSummary::get in CoverageSummaryInfo.cpp).</summary>
public static class FunctionTotals
{
    /// <summary>Counts regions, lines, branches and conditions of a function, with what it expands.</summary>
    /// <exception cref="MalformedDataException">Expansions are nested too deeply, or go in circles.</exception>
    public static CoverageTotals Of(CoverageReport report, FunctionCoverage function)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(function);
        var view = report.CoverageOfFunction(function);
        var executed = new Metric(function.ExecutionCount > 0 ? 1 : 0, 1);
        return default(CoverageTotals) with
        {
            Regions = Regions(function),
            Functions = executed,
            Instantiations = executed,
            Lines = Lines(report, view),
            Branches = Branches(report, view, []),
            Mcdc = Conditions(view),
        };
    }

    private static Metric Regions(FunctionCoverage function)
    {
        var (covered, total) = (0L, 0L);
        foreach (var region in function.Regions)
        {
            if (region.Kind == RegionKind.Code)
            {
                total++;
                covered += region.Count == 0 ? 0 : 1;
            }
        }

        return new Metric(covered, total);
    }

    private static Metric Lines(CoverageReport report, CoverageData view)
    {
        var (covered, total) = (0L, 0L);
        foreach (var line in report.Lines(view))
        {
            total += line.IsMapped ? 1 : 0;
            covered += line.IsMapped && line.Count > 0 ? 1 : 0;
        }

        return new Metric(covered, total);
    }

    /// <param name="report">The report.</param>
    /// <param name="view">Of the function, or of something that it expands.</param>
    /// <param name="expanded">By what is expanded: its conditions with those of what it expands in turn, so that texts which expand each other many times are counted once; null while they are counted.</param>
    private static Metric Branches(CoverageReport report, CoverageData view, Dictionary<int, Metric?> expanded)
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new MalformedDataException(view.Path, -1, "expansions are nested too deeply");
        }

        var sum = default(Metric);
        foreach (var branch in view.Branches)
        {
            if (branch.IsFolded)
            {
                continue;
            }

            sum += Side(branch.TrueCount, branch.IsTrueFolded);
            sum += Side(branch.FalseCount, branch.IsFalseFolded);
        }

        foreach (var expansion in view.Expansions)
        {
            if (!expanded.TryGetValue(expansion.FileId, out var known))
            {
                expanded.Add(expansion.FileId, null);
                expanded[expansion.FileId] = known = Branches(report, report.CoverageOfExpansion(expansion), expanded);
            }

            sum += known ?? throw new MalformedDataException(view.Path, -1, "expansions go in circles");
        }

        return sum;
    }

    private static Metric Side(ulong count, bool isFolded) => isFolded ? default : new Metric(count > 0 ? 1 : 0, 1);

    private static Metric Conditions(CoverageData view)
    {
        var (covered, total) = (0L, 0L);
        foreach (var condition in view.McdcRecords.SelectMany(static record => record.Conditions))
        {
            total += condition.IsFolded ? 0 : 1;
            covered += condition is { IsFolded: false, IsCovered: true } ? 1 : 0;
        }

        return new Metric(covered, total);
    }
}
