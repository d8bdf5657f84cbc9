using System.CommandLine;
using CovTools.Coverage;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>Which functions are shown: one of the names fits and one of the percentages fits (CoverageFilters.cpp).</summary>
internal sealed class FunctionFilter
{
    private readonly string[] _names;
    private readonly List<PosixPattern> _patterns;
    private readonly NameList _list;
    private readonly bool _hasNames;
    private readonly (double? Below, double? Above) _regions;
    private readonly (double? Below, double? Above) _lines;

    private FunctionFilter(ParseResult parsed, NameFilterOptionSet options)
    {
        _names = parsed.GetValue(options.Names) ?? [];
        _patterns = [.. (parsed.GetValue(options.NamePatterns) ?? []).Select(pattern => PosixPattern.Parse(options.NamePatterns.Name, pattern))];
        var lists = parsed.GetValue(options.NameLists) ?? [];
        _list = NameList.Read(lists);
        _hasNames = _names.Length + _patterns.Count + lists.Length > 0;
        _regions = (parsed.GetValue(options.RegionsBelow), parsed.GetValue(options.RegionsAbove));
        _lines = (parsed.GetValue(options.LinesBelow), parsed.GetValue(options.LinesAbove));
    }

    private bool HasPercentages => (_regions.Below ?? _regions.Above ?? _lines.Below ?? _lines.Above) is not null;

    /// <summary>Reads the options.</summary>
    /// <returns>Null when no functions are chosen: whole files are shown then.</returns>
    /// <exception cref="UsageException">A pattern or a list is malformed.</exception>
    public static FunctionFilter? Read(ParseResult parsed, NameFilterOptionSet options)
    {
        var filter = new FunctionFilter(parsed, options);
        return filter._hasNames || filter.HasPercentages ? filter : null;
    }

    /// <summary>The function is shown.</summary>
    public bool Takes(CoverageReport report, FunctionCoverage function) => (!_hasNames || TakesName(function.Name)) && (!HasPercentages || TakesPercentage(report, function));

    private bool TakesName(string name) =>
        Array.Exists(_names, part => name.Contains(part, StringComparison.Ordinal)) || _patterns.Exists(pattern => pattern.IsMatch(name)) || _list.Contains(name);

    private bool TakesPercentage(CoverageReport report, FunctionCoverage function)
    {
        var totals = FunctionTotals.Of(report, function);
        return IsWithin(totals.Regions, _regions) || IsWithin(totals.Lines, _lines);
    }

    private static bool IsWithin(Metric metric, (double? Below, double? Above) limits)
    {
        var percent = metric.Total == 0 ? 0 : (double)metric.Covered / metric.Total * 100;
        return percent < limits.Below || percent > limits.Above;
    }
}
