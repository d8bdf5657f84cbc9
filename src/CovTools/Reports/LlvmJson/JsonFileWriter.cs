using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>Files in LLVM's JSON (renderFile in llvm/tools/llvm-cov/CoverageExporterJson.cpp). Not safe for concurrent use.</summary>
internal sealed class JsonFileWriter
{
    private const int FilenameFirst = 23;

    /// <summary>Text of expansions that is kept until it is written, bytes.</summary>
    private const int MostKept = 16 << 20;

    private readonly CoverageReport _report;
    private readonly LlvmJsonOptions _options;
    private readonly SummaryRules _summaryRules;
    private readonly ViewRules _viewRules;
    private readonly int _major;
    private readonly FunctionEvaluator _evaluator;
    private readonly ViewSegments<ulong> _segments;
    private readonly List<int> _withExpansions = [];
    private readonly List<int> _withDecisions = [];
    private readonly Utf8Output _expansions = new();
    private readonly JsonFunctionWriter _functions;
    private int _expansionCount;

    public JsonFileWriter(CoverageReport report, LlvmJsonOptions options)
    {
        _report = report;
        _options = options;
        _major = report.Options.Release.Major;
        _summaryRules = SummaryRules.For(report.Options.Release);
        _viewRules = report.ViewRules();
        _evaluator = report.NewEvaluator();
        _segments = _viewRules.NewSegments();
        _functions = new JsonFunctionWriter(report, options);
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

        output.Write("\"branches\":["u8);
        Collect(output, _report.FileIndices[file]);
        output.Write("],"u8);
        if (!_options.SkipExpansions)
        {
            WriteExpansions(output);
        }

        if (_major < FilenameFirst)
        {
            WriteName(output, file);
            output.Write((byte)',');
        }

        if (_summaryRules.HasMcdc)
        {
            WriteDecisions(output, _report.FileIndices[file]);
        }

        WriteSegments(output);
        WriteSummary(output, _report.Summary.Files[file].Totals, _major);
        output.Write((byte)'}');
    }

    /// <summary>Writes one file of which only the numbers are wanted.</summary>
    public static void WriteSummaryOnly(Utf8Output output, in FileSummary file, int major)
    {
        output.Write("{\"filename\":"u8);
        JsonText.WriteString(output, file.Path);
        output.Write((byte)',');
        WriteSummary(output, file.Totals, major);
        output.Write((byte)'}');
    }

    private static void WriteSummary(Utf8Output output, in CoverageTotals totals, int major)
    {
        output.Write("\"summary\":"u8);
        JsonSummary.Write(output, totals, major);
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
            output.PassOn();
        }

        output.Write("],"u8);
    }

    /// <summary>
    /// One pass over the functions of the file: branches go out, regions are kept. Every expansion repeats all regions of its function, which is the only text that can be much
    /// longer than the mapping: of what is too much to keep, functions are remembered and evaluated again when it is their turn.
    /// </summary>
    private void Collect(Utf8Output output, int file)
    {
        _segments.Clear();
        _expansions.Clear();
        _withExpansions.Clear();
        _withDecisions.Clear();
        var records = new JsonRecords(output, _major, _options.ShowMcdcNonExecutedVectors);
        var (branches, expansions) = (0, 0);
        foreach (var function in _report.Evaluate(_evaluator, _report.Index.FunctionsOf(file)))
        {
            var files = function.Function.Files;
            var ownExpansions = 0L;
            foreach (ref readonly var region in function.Regions)
            {
                if (files[region.FileId] == file)
                {
                    _segments.Add(region.Span);
                    ownExpansions += region.Kind == RegionKind.Expansion && region.FileId == function.MainFileId ? 1 : 0;
                }
            }

            if (ownExpansions > 0 && !_options.SkipExpansions)
            {
                if (_withExpansions.Count > 0 || _expansions.Length + _functions.SizeOfExpansions(function, ownExpansions) > MostKept)
                {
                    _withExpansions.Add(function.Index);
                }
                else
                {
                    expansions = _functions.WriteExpansions(_expansions, function, function.MainFileId, expansions);
                }
            }

            foreach (ref readonly var branch in function.Branches)
            {
                if (_viewRules.IsInFileView(branch, files, file))
                {
                    records.Separate(branches++);
                    records.Branch(branch);
                    output.PassOn();
                }
            }

            if (function.Decisions.Count > 0)
            {
                _withDecisions.Add(function.Index);
            }
        }

        _expansionCount = expansions;
    }

    private void WriteExpansions(Utf8Output output)
    {
        output.Write("\"expansions\":["u8);
        output.Write(_expansions.Written.Span);
        var count = _expansionCount;
        foreach (var index in _withExpansions)
        {
            var function = _report.Evaluate(_evaluator, index);
            count = _functions.WriteExpansions(output, function, function.MainFileId, count);
        }

        output.Write("],"u8);
    }

    private void WriteDecisions(Utf8Output output, int file)
    {
        var records = new JsonRecords(output, _major, _options.ShowMcdcNonExecutedVectors);
        var count = 0;
        output.Write("\"mcdc_records\":["u8);
        foreach (var index in _withDecisions)
        {
            var function = _report.Evaluate(_evaluator, index);
            foreach (var decision in function.Decisions)
            {
                if (function.Function.Files[decision.Decision.FileId] == file)
                {
                    records.Separate(count++);
                    records.Decision(decision);
                    output.PassOn();
                }
            }
        }

        output.Write("],"u8);
    }
}
