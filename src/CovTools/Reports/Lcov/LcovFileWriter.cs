using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>One file of an lcov tracefile (renderFile in llvm/tools/llvm-cov/CoverageExporterLcov.cpp). Not safe for concurrent use.</summary>
internal sealed class LcovFileWriter
{
    private readonly CoverageReport _report;
    private readonly LcovOptions _options;
    private readonly SummaryRules _summaryRules;
    private readonly ViewRules _viewRules;
    private readonly FunctionEvaluator _evaluator;
    private readonly ViewSegments<ulong> _segments;
    private readonly List<(int Function, int NameLength, ulong Count)> _executions = [];
    private readonly ILcovBranches _branches;

    public LcovFileWriter(CoverageReport report, LcovOptions options)
    {
        const int FirstByPath = 21;
        _report = report;
        _options = options;
        _summaryRules = SummaryRules.For(report.Options.Release);
        _viewRules = report.ViewRules();
        _evaluator = report.NewEvaluator();
        _segments = _viewRules.NewSegments();
        _branches = report.Options.Release.Major >= FirstByPath ? new BranchesByPath(options.UnifyInstantiations) : new BranchesByLine();
    }

    /// <summary>Writes one file.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="file">Index into the report's files.</param>
    public void Write(Utf8Output output, int file)
    {
        var totals = _report.Summary.Files[file].Totals;
        output.Write("SF:"u8);
        output.WriteBytesOf(_report.Mapping.FileTable.Raw(_report.FileIndices[file]));
        output.Write((byte)'\n');
        if (!_options.SummaryOnly)
        {
            Collect(output, _report.FileIndices[file]);
        }

        WriteFunctionTotals(output, totals);
        if (!_options.SummaryOnly)
        {
            WriteLines(output);
            if (!_options.SkipBranches)
            {
                _branches.Write(output);
            }
        }

        WriteTotals(output, totals, _options);
    }

    /// <summary>The numbers that stand before the lines of a file.</summary>
    public static void WriteFunctionTotals(Utf8Output output, in CoverageTotals totals)
    {
        Number(output, "FNF:"u8, totals.Functions.Total);
        Number(output, "FNH:"u8, totals.Functions.Covered);
    }

    /// <summary>The numbers that stand behind the lines of a file, and the end of its record.</summary>
    public static void WriteTotals(Utf8Output output, in CoverageTotals totals, LcovOptions options)
    {
        if (!options.SkipBranches)
        {
            Number(output, "BRF:"u8, totals.Branches.Total);
            Number(output, "BRH:"u8, totals.Branches.Covered);
        }

        Number(output, "LF:"u8, totals.Lines.Total);
        Number(output, "LH:"u8, totals.Lines.Covered);
        output.Write("end_of_record\n"u8);
    }

    private static void Number(Utf8Output output, ReadOnlySpan<byte> name, long number)
    {
        output.Write(name);
        output.Write((ulong)number);
        output.Write((byte)'\n');
    }

    /// <summary>One pass over the functions of the file: FN lines at once, FNDA lines behind them, the rest for later.</summary>
    private void Collect(Utf8Output output, int file)
    {
        _segments.Clear();
        _branches.Clear();
        _executions.Clear();
        foreach (var function in _report.Evaluate(_evaluator, _report.Index.FunctionsOf(file)))
        {
            var files = function.Function.Files;
            foreach (ref readonly var region in function.Regions)
            {
                if (files[region.FileId] == file)
                {
                    _segments.Add(region.Span);
                }
            }

            if (files[0] == file && !_options.SkipFunctions)
            {
                WriteFunction(output, function);
            }

            if (!_options.SkipBranches)
            {
                _branches.Add(function, file, _viewRules);
            }
        }

        foreach (var (function, nameLength, count) in _executions)
        {
            output.Write("FNDA:"u8);
            output.Write(count);
            output.Write((byte)',');
            output.Write(_report.Mapping.NameBytes(function)[^nameLength..]);
            output.Write((byte)'\n');
            output.PassOn();
        }
    }

    private void WriteFunction(Utf8Output output, FunctionEvaluator function)
    {
        var name = FunctionNames.Shown(_report.Mapping, function.Index, function.Function.Files);
        output.Write("FN:"u8);
        output.Write(function.Regions.IsEmpty ? 0 : function.Regions[0].StartLine);
        output.Write((byte)',');
        output.Write(name);
        output.Write((byte)'\n');
        output.PassOn();

        // What is shown of a name is its end.
        _executions.Add((function.Index, name.Length, function.ExecutionCount));
    }

    private void WriteLines(Utf8Output output)
    {
        var lines = new LineReader(_segments.Build(), _summaryRules);
        while (lines.Read())
        {
            if (lines.Current.IsMapped)
            {
                output.Write("DA:"u8);
                output.Write(lines.Current.Line);
                output.Write((byte)',');
                output.Write(lines.Current.Count);
                output.Write((byte)'\n');
                output.PassOn();
            }
        }
    }
}
