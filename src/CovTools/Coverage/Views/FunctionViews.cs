using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>Makes the views that users of the library get. Not safe for concurrent use.</summary>
internal sealed class FunctionViews(CoverageReport report)
{
    private readonly ViewRules _rules = report.ViewRules();
    private readonly ViewSegments<ulong> _segments = report.ViewRules().NewSegments();

    /// <summary>The values of a function that has been evaluated.</summary>
    public static FunctionCoverage ToFunction(FunctionEvaluator evaluator, CoverageMapping mapping)
    {
        var files = new string[evaluator.Function.Files.Length];
        for (var id = 0; id < files.Length; id++)
        {
            files[id] = mapping.Files[evaluator.Function.Files[id]];
        }

        return new FunctionCoverage(
            evaluator.Index,
            FunctionNames.ShownText(mapping, evaluator.Index, evaluator.Function.Files),
            files,
            evaluator.Regions.ToArray(),
            evaluator.Branches.ToArray(),
            [.. evaluator.Decisions],
            evaluator.MainFileId);
    }

    /// <summary>The view of a file of the mapping.</summary>
    public CoverageData OfFile(int file)
    {
        var expansions = new List<ExpansionCoverage>();
        var branches = new List<CountedBranch>();
        var decisions = new List<McdcRecord>();
        var evaluator = report.NewEvaluator();
        _segments.Clear();
        foreach (var _ in report.Evaluate(evaluator, report.Index.FunctionsOf(file)))
        {
            var files = evaluator.Function.Files;
            var mainFileId = evaluator.MainFileId >= 0 && files[evaluator.MainFileId] == file ? evaluator.MainFileId : -1;
            FunctionCoverage? function = null;
            foreach (ref readonly var region in evaluator.Regions)
            {
                if (files[region.FileId] != file)
                {
                    continue;
                }

                _segments.Add(region.Span);
                if (region.Kind == RegionKind.Expansion && region.FileId == mainFileId)
                {
                    function ??= ToFunction(evaluator, report.Mapping);
                    expansions.Add(new ExpansionCoverage(region.ExpandedFileId, region, function));
                }
            }

            foreach (ref readonly var branch in evaluator.Branches)
            {
                if (_rules.IsInFileView(branch, files, file))
                {
                    branches.Add(branch);
                }
            }

            foreach (var decision in evaluator.Decisions)
            {
                if (files[decision.Decision.FileId] == file)
                {
                    decisions.Add(decision);
                }
            }
        }

        return new CoverageData(report.Mapping.Files[file], Segments(), expansions, branches, decisions);
    }

    /// <summary>The view of one file id of a function; empty for -1.</summary>
    public CoverageData OfFileId(FunctionCoverage function, int fileId, bool withDecisions)
    {
        if (fileId < 0)
        {
            return new CoverageData(string.Empty, [], [], [], []);
        }

        _segments.Clear();
        var expansions = new List<ExpansionCoverage>();
        foreach (var region in function.Regions)
        {
            if (region.FileId != fileId)
            {
                continue;
            }

            _segments.Add(region.Span);
            if (region.Kind == RegionKind.Expansion)
            {
                expansions.Add(new ExpansionCoverage(region.ExpandedFileId, region, function));
            }
        }

        return new CoverageData(
            function.Files[fileId],
            Segments(),
            expansions,
            [.. function.Branches.Where(branch => branch.FileId == fileId)],
            withDecisions ? [.. function.McdcRecords.Where(record => record.Decision.FileId == fileId)] : []);
    }

    private CoverageSegment[] Segments()
    {
        var built = _segments.Build();
        var segments = new CoverageSegment[built.Length];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = ToSegment(built[i]);
        }

        return segments;
    }

    internal static CoverageSegment ToSegment(in ViewSegment<ulong> segment) =>
        new(segment.Line, (uint)segment.Position, segment.Count, segment.HasCount, segment.IsEntry, segment.IsGap);
}
