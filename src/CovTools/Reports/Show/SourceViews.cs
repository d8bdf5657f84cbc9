using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Makes views of files, functions and expansions (createSourceFileView, createFunctionView and the like in CodeCoverage.cpp).</summary>
/// <param name="report">The coverage.</param>
/// <param name="options">What is shown.</param>
/// <param name="sourceOf">The text of a source file by its path in the mapping; null when there is none.</param>
internal sealed class SourceViews(CoverageReport report, ShowOptions options, Func<string, ReadOnlyMemory<byte>?> sourceOf)
{
    private const int FirstReleaseWithMcdc = 18;

    /// <summary>The view of a file; null when it has no coverage or no text.</summary>
    /// <param name="file">Index into the report's files.</param>
    public SourceView? OfFile(int file)
    {
        var path = report.Files[file];
        if (sourceOf(path) is not { } text)
        {
            return null;
        }

        var data = report.CoverageOfFile(file);
        if (data.Segments.Count == 0)
        {
            return null;
        }

        return Make(path, text, data, hasDecisions: true) with { Instantiations = options.Instantiations ? InstantiationsOf(file) : [] };
    }

    /// <summary>The view of a function; null when it has no coverage or no text.</summary>
    public SourceView? OfFunction(FunctionCoverage function)
    {
        var data = report.CoverageOfFunction(function);
        return data.Segments.Count > 0 && sourceOf(data.Path) is { } text ? Make(NameOf(function), text, data, hasDecisions: true) : null;
    }

    /// <summary>The view of an expansion; null when it has no coverage or no text.</summary>
    public SourceView? OfExpansion(ExpansionCoverage expansion)
    {
        var data = report.CoverageOfExpansion(expansion);
        return data.Segments.Count > 0 && sourceOf(data.Path) is { } text ? Make(expansion.Function.Name, text, data, hasDecisions: false) : null;
    }

    /// <summary>The view of an instantiation in its file's text; null when it never ran.</summary>
    public SourceView? OfInstantiation(FunctionCoverage function, ReadOnlyMemory<byte> text) =>
        function.ExecutionCount == 0 ? null : Make(NameOf(function), text, report.CoverageOfFunction(function), hasDecisions: true);

    /// <summary>The function's name as it is shown.</summary>
    public string NameOf(FunctionCoverage function) => options.ReadableName is null ? function.Name : options.ReadableName(function.Name);

    private SourceView Make(string name, ReadOnlyMemory<byte> text, CoverageData data, bool hasDecisions) => new(name, text, data)
    {
        Expansions = options.Expansions ? [.. data.Expansions.OrderBy(static expansion => (expansion.Region.StartLine, expansion.Region.StartColumn))] : [],
        Branches = options.Branches == BranchDisplay.None ? [] : LineGroup<CountedBranch>.Of(data.Branches, static branch => branch.StartLine),
        Decisions = hasDecisions && options.Mcdc && options.Release.Major >= FirstReleaseWithMcdc
            ? LineGroup<McdcRecord>.Of(data.McdcRecords, static record => record.Decision.EndLine)
            : [],
    };

    private IReadOnlyList<(uint Line, FunctionCoverage Function)> InstantiationsOf(int file) =>
    [
        .. report.InstantiationGroups(file)
            .Where(static group => group.Instantiations.Count > 1)
            .SelectMany(static group => group.Instantiations)
            .Select(static function => (LastLine(function), function))
            .OrderBy(static instantiation => instantiation.Item1),
    ];

    private static uint LastLine(FunctionCoverage function)
    {
        var last = 0U;
        foreach (var region in function.Regions)
        {
            last = region.FileId == function.Regions[0].FileId ? Math.Max(last, region.EndLine) : last;
        }

        return last;
    }
}
