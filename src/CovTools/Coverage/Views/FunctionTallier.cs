using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// The summary numbers of a function that has been evaluated (FunctionCoverageSummary::get in llvm/tools/llvm-cov/CoverageSummaryInfo.cpp). Reusable, not safe for concurrent use.
/// </summary>
internal sealed class FunctionTallier(SummaryRules rules)
{
    // Whether a count of lines is zero does not depend on how the counts of one place are combined.
    private readonly ViewSegments<ulong> _segments = new ViewRules(AddsAsFlags: false, MainBranchesOnly: false).NewSegments();

    public FunctionTally Tally(FunctionEvaluator function)
    {
        var (regions, coveredRegions) = (0, 0);
        _segments.Clear();
        foreach (ref readonly var region in function.Regions)
        {
            if (region.Kind == RegionKind.Code)
            {
                regions++;
                coveredRegions += region.Count != 0 ? 1 : 0;
            }

            if (region.FileId == function.MainFileId)
            {
                _segments.Add(region.Span);
            }
        }

        return new FunctionTally(new Metric(coveredRegions, regions), Lines(), Branches(function), Mcdc(function), function.ExecutionCount);
    }

    private static Metric Branches(FunctionEvaluator function)
    {
        var (branches, covered) = (0, 0);
        foreach (ref readonly var branch in function.Branches)
        {
            if (function.Nesting.IsReachable(branch.FileId))
            {
                branches += (branch.IsTrueFolded ? 0 : 1) + (branch.IsFalseFolded ? 0 : 1);
                covered += (!branch.IsTrueFolded && branch.TrueCount != 0 ? 1 : 0) + (!branch.IsFalseFolded && branch.FalseCount != 0 ? 1 : 0);
            }
        }

        return new Metric(covered, branches);
    }

    private Metric Lines()
    {
        var (lines, covered) = (0L, 0L);
        var reader = new LineReader(_segments.Build(), rules);
        while (reader.Read())
        {
            lines += reader.Current.IsMapped ? 1 : 0;
            covered += reader.Current.IsMapped && reader.Current.Count != 0 ? 1 : 0;
            long alike = reader.Skip(out var isMapped, out var count);
            lines += isMapped ? alike : 0;
            covered += isMapped && count != 0 ? alike : 0;
        }

        return new Metric(covered, lines);
    }

    private Metric Mcdc(FunctionEvaluator function)
    {
        var (conditions, covered) = (0, 0);
        foreach (var decision in function.Decisions)
        {
            if (decision.Decision.FileId != function.MainFileId)
            {
                continue;
            }

            foreach (var condition in decision.Conditions)
            {
                conditions += condition.IsFolded ? 0 : 1;
                covered += condition.IsCovered && !(condition.IsFolded && rules.Mcdc.FoldsEitherSide) ? 1 : 0;
            }
        }

        return new Metric(covered, conditions);
    }
}
