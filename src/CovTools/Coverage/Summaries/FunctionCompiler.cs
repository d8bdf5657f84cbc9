using CovTools.Mapping;

namespace CovTools.Coverage;

/// <summary>
/// Compiles the mapping of one function into its shape and its program (FunctionCoverageSummary::get in
/// CoverageSummaryInfo.cpp over CoverageMapping::getCoverageForFunction). Reusable, not safe for concurrent use.
/// </summary>
internal sealed class FunctionCompiler
{
    private const int None = -1;

    private readonly SummaryRules _rules;
    private readonly ProgramBuilder _program = new();
    private readonly ViewSegments<Counter> _segments;
    private readonly LineCompiler _lines;
    private readonly FunctionScanner _scanner;
    private readonly FileNesting _nesting = new();
    private readonly DecisionCompiler _decisions;

    public FunctionCompiler(SummaryRules rules)
    {
        _rules = rules;
        _segments = new ViewSegments<Counter>(_program.Sum);
        _lines = new LineCompiler(rules);
        _scanner = new FunctionScanner(rules);
        _decisions = new DecisionCompiler(rules.Mcdc);
    }

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
        var (isTrueFolded, isFalseFolded) = _rules.Folded(region);
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
        if (!_rules.HasMcdc)
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
        _segments.Clear();
        foreach (ref readonly var region in function.Regions)
        {
            if (region.FileId == _nesting.MainFileId && !region.IsBranch && region.Kind != RegionKind.McdcDecision)
            {
                _segments.Add(new CountedSpan<Counter>(region.Start, region.End, region.Kind, region.Count));
            }
        }

        _lines.Compile(_segments.Build(), _program);
    }
}
