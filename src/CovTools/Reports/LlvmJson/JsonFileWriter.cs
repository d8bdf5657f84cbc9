using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Files in LLVM's JSON (renderFile in llvm/tools/llvm-cov/CoverageExporterJson.cpp). Not safe for concurrent use.</summary>
internal sealed class JsonFileWriter
{
    private const int FilenameFirst = 23;

    private readonly CoverageReport _report;
    private readonly LlvmJsonOptions _options;
    private readonly SummaryRules _summaryRules;
    private readonly ViewRules _viewRules;
    private readonly int _major;
    private readonly FunctionEvaluator _evaluator;
    private readonly ViewSegments<ulong> _segments;
    private readonly Utf8Output _branches = new();
    private readonly Utf8Output _expansions = new();
    private readonly Utf8Output _decisions = new();
    private readonly JsonRecords _branchRecords;
    private readonly JsonRecords _decisionRecords;
    private readonly JsonFunctionWriter _functions;

    public JsonFileWriter(CoverageReport report, LlvmJsonOptions options)
    {
        _report = report;
        _options = options;
        _major = report.Options.Release.Major;
        _summaryRules = SummaryRules.For(report.Options.Release);
        _viewRules = report.ViewRules();
        _evaluator = report.NewEvaluator();
        _segments = _viewRules.NewSegments();
        _branchRecords = new JsonRecords(_branches, _major, options.ShowMcdcNonExecutedVectors);
        _decisionRecords = new JsonRecords(_decisions, _major, options.ShowMcdcNonExecutedVectors);
        _functions = new JsonFunctionWriter(report, _expansions, options);
    }

    /// <summary>Writes one file.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="file">Index into the report's files.</param>
    public void Write(Utf8Output output, int file)
    {
        output.Write((byte)'{');
        if (_major >= FilenameFirst)
        {
            WriteName(output, file);
            output.Write((byte)',');
        }

        if (!_options.SummaryOnly)
        {
            Collect(_report.FileIndices[file]);
            Array(output, "\"branches\":["u8, _branches);
            if (!_options.SkipExpansions)
            {
                Array(output, "\"expansions\":["u8, _expansions);
            }
        }

        if (_major < FilenameFirst)
        {
            WriteName(output, file);
            output.Write((byte)',');
        }

        if (!_options.SummaryOnly)
        {
            if (_summaryRules.HasMcdc)
            {
                Array(output, "\"mcdc_records\":["u8, _decisions);
            }

            WriteSegments(output);
        }

        output.Write("\"summary\":"u8);
        JsonSummary.Write(output, _report.Summary.Files[file].Totals, _major);
        output.Write((byte)'}');
    }

    private static void Array(Utf8Output output, ReadOnlySpan<byte> start, Utf8Output items)
    {
        output.Write(start);
        output.Write(items.Written.Span);
        output.Write("],"u8);
    }

    private void WriteName(Utf8Output output, int file)
    {
        output.Write("\"filename\":"u8);
        JsonText.WriteString(output, _report.Files[file]);
    }

    private void WriteSegments(Utf8Output output)
    {
        var records = new JsonRecords(output, _major, withNonExecuted: false);
        output.Write("\"segments\":["u8);
        var segments = _segments.Build();
        for (var i = 0; i < segments.Length; i++)
        {
            records.Separate(i);
            records.Segment(FunctionViews.ToSegment(segments[i]));
        }

        output.Write("],"u8);
    }

    private void Collect(int file)
    {
        _segments.Clear();
        _branches.Clear();
        _expansions.Clear();
        _decisions.Clear();
        var (branches, expansions, decisions) = (0, 0, 0);
        foreach (var index in _report.Index.FunctionsOf(file))
        {
            var function = _report.Evaluate(_evaluator, index);
            var files = function.Function.Files;
            foreach (ref readonly var region in function.Regions)
            {
                if (files[region.FileId] == file)
                {
                    _segments.Add(region.Span);
                }
            }

            if (!_options.SkipExpansions && function.MainFileId >= 0 && files[function.MainFileId] == file)
            {
                expansions = _functions.WriteExpansions(function, function.MainFileId, expansions);
            }

            foreach (ref readonly var branch in function.Branches)
            {
                if (_viewRules.IsInFileView(branch, files, file))
                {
                    _branchRecords.Separate(branches++);
                    _branchRecords.Branch(branch);
                }
            }

            foreach (var decision in function.Decisions)
            {
                if (files[decision.Decision.FileId] == file)
                {
                    _decisionRecords.Separate(decisions++);
                    _decisionRecords.Decision(decision);
                }
            }
        }
    }
}
