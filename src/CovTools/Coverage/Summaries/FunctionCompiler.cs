using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Compiles the mapping of one function into its shape and its program (FunctionCoverageSummary::get in
/// CoverageSummaryInfo.cpp over CoverageMapping::getCoverageForFunction). Reusable, not safe for concurrent use.
/// </summary>
internal sealed class FunctionCompiler(SummaryRules rules)
{
    private const int None = -1;

    private readonly ProgramBuilder _program = new();
    private readonly SegmentBuilder<Counter> _segments = new();
    private readonly LineCompiler _lines = new(rules);
    private readonly FunctionScanner _scanner = new(rules);
    private readonly FileNesting _nesting = new();
    private readonly List<CountedSpan<Counter>> _spans = [];
    private readonly DecisionCompiler _decisions = new(rules.Mcdc);

    /// <summary>Compiles <paramref name="function"/> and appends its program to <paramref name="writer"/>.</summary>
    public FunctionShape Compile(FunctionMapping function, ProgramWriter writer)
    {
        _nesting.Find(function);
        var shape = _scanner.Scan(function, _nesting);
        shape.Program = writer.Length;
        _program.Start(function, _scanner.Use.Expressions);
        CompileRegions(function);
        if (_nesting.MainFileId != None)
        {
            CompileLines(function);
        }

        _program.WriteTo(writer);
        (shape.Regions, shape.Branches, shape.Lines) = (_program.Regions, _program.Branches, _program.Lines);
        CompileDecisions(function, writer, ref shape);
        return shape;
    }

    private void CompileRegions(FunctionMapping function)
    {
        var hasExecution = false;
        foreach (ref readonly var region in function.Regions)
        {
            if (region.IsBranch)
            {
                if (_nesting.IsReachable(region.FileId))
                {
                    CompileBranch(region);
                }

                continue;
            }

            if (region.Kind == RegionKind.McdcDecision)
            {
                continue;
            }

            if (!hasExecution)
            {
                hasExecution = true;
                _program.Execution = region.Count;
            }

            if (region.Kind == RegionKind.Code)
            {
                _program.AddRegion(region.Count);
            }
        }
    }

    private void CompileBranch(in MappingRegion region)
    {
        var (isTrueFolded, isFalseFolded) = rules.Folded(region);
        if (!isTrueFolded)
        {
            _program.AddBranch(region.Count);
        }

        if (!isFalseFolded)
        {
            _program.AddBranch(region.FalseCount);
        }
    }

    private void CompileDecisions(FunctionMapping function, ProgramWriter writer, ref FunctionShape shape)
    {
        var start = writer.Length;
        if (!rules.HasMcdc)
        {
            return;
        }

        if (!_decisions.TryCompile(function, _nesting.MainFileId, writer))
        {
            // No profile fits a function whose decisions make no sense.
            shape.RequiredCounters = uint.MaxValue;
        }
        else if (writer.Length > start)
        {
            shape.Decisions = start;
            shape.Conditions = _decisions.Conditions;
        }
    }

    private void CompileLines(FunctionMapping function)
    {
        _spans.Clear();
        foreach (ref readonly var region in function.Regions)
        {
            if (region.FileId == _nesting.MainFileId && !region.IsBranch && region.Kind != RegionKind.McdcDecision)
            {
                _spans.Add(new CountedSpan<Counter>(region.Start, region.End, region.Kind, region.Count));
            }
        }

        var spans = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_spans);
        spans.Sort();
        _lines.Compile(_segments.Build(Combine(spans)), _program);
    }

    /// <summary>Of regions with the same range the first stays, with the counts of those of its kind added (combineRegions).</summary>
    private Span<CountedSpan<Counter>> Combine(Span<CountedSpan<Counter>> spans)
    {
        var kept = 0;
        for (var i = 1; i < spans.Length; i++)
        {
            if (spans[i].Start != spans[kept].Start || spans[i].End != spans[kept].End)
            {
                spans[++kept] = spans[i];
            }
            else if (spans[i].Kind == spans[kept].Kind)
            {
                spans[kept] = spans[kept] with { Count = _program.Sum(spans[kept].Count, spans[i].Count) };
            }
        }

        return spans.IsEmpty ? spans : spans[..(kept + 1)];
    }
}
