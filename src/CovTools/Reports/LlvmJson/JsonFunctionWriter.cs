using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>Functions and expansions in LLVM's JSON (renderFunctions and renderExpansion in llvm/tools/llvm-cov/CoverageExporterJson.cpp). Not safe for concurrent use.</summary>
/// <param name="report">The report.</param>
/// <param name="options">What to leave out.</param>
internal sealed class JsonFunctionWriter(CoverageReport report, LlvmJsonOptions options)
{
    private const int FilenamesFirst = 23;

    private readonly int _major = report.Options.Release.Major;
    private readonly bool _hasMcdc = SummaryRules.For(report.Options.Release).HasMcdc;
    private readonly Utf8Output _files = new();
    private readonly Utf8Output _regions = new();
    private int _prepared = -1;
    private readonly NestedExpansions _nested = new();
    private readonly MappingBuffer<int> _branches = new();

    /// <summary>Writes an evaluated function.</summary>
    public void WriteFunction(Utf8Output output, FunctionEvaluator function)
    {
        var records = new JsonRecords(output, _major, options.ShowMcdcNonExecutedVectors);
        output.Write("{\"branches\":["u8);
        var count = 0;
        foreach (ref readonly var branch in function.Branches)
        {
            if (!branch.IsFolded)
            {
                records.Separate(count++);
                records.Branch(branch);
            }
        }

        output.Write("],\"count\":"u8);
        JsonText.WriteCount(output, function.ExecutionCount);
        output.Write(",\"filenames\":"u8);
        WriteFiles(output, function);
        if (_hasMcdc)
        {
            output.Write(",\"mcdc_records\":["u8);
            for (var i = 0; i < function.Decisions.Count; i++)
            {
                records.Separate(i);
                records.Decision(function.Decisions[i]);
            }

            output.Write((byte)']');
        }

        output.Write(",\"name\":"u8);
        JsonText.WriteString(output, FunctionNames.Shown(report.Mapping, function.Index, function.Function.Files));
        output.Write(",\"regions\":["u8);
        WriteRegions(output, function);
        output.Write("]}"u8);
    }

    /// <summary>Writes the expansions of one file of an evaluated function. Every expansion repeats what is the function's: that is made once and then copied.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="function">The function.</param>
    /// <param name="mainFileId">The file id whose expansions are written.</param>
    /// <param name="written">How many expansions are there already.</param>
    /// <returns>How many expansions are there now.</returns>
    public int WriteExpansions(Utf8Output output, FunctionEvaluator function, int mainFileId, int written)
    {
        var records = new JsonRecords(output, _major, options.ShowMcdcNonExecutedVectors);
        foreach (ref readonly var region in function.Regions)
        {
            if (region.Kind != RegionKind.Expansion || region.FileId != mainFileId)
            {
                continue;
            }

            Prepare(function);
            records.Separate(written++);
            output.Write((byte)'{');
            if (_major >= FilenamesFirst)
            {
                WritePreparedFiles(output);
                output.Write((byte)',');
            }

            WriteBranches(output, records, function, region.ExpandedFileId);
            if (_major < FilenamesFirst)
            {
                output.Write((byte)',');
                WritePreparedFiles(output);
            }

            output.Write(",\"source_region\":"u8);
            records.Region(region);
            output.Write(",\"target_regions\":["u8);
            output.Write(_regions.Written.Span);
            output.Write("]}"u8);
            output.PassOn();
        }

        return written;
    }

    /// <summary>About how long the text of some expansions of an evaluated function is, bytes.</summary>
    /// <param name="function">The function.</param>
    /// <param name="count">How many expansions.</param>
    public long SizeOfExpansions(FunctionEvaluator function, long count)
    {
        const long SizeOfBranch = 40;
        Prepare(function);
        return count * (_files.Length + _regions.Length + (SizeOfBranch * function.Branches.Length));
    }

    private void Prepare(FunctionEvaluator function)
    {
        if (_prepared == function.Index)
        {
            return;
        }

        _prepared = function.Index;
        _nested.Start(function);
        _files.Clear();
        WriteFiles(_files, function);
        _regions.Clear();
        WriteRegions(_regions, function);
    }

    private void WritePreparedFiles(Utf8Output output)
    {
        output.Write("\"filenames\":"u8);
        output.Write(_files.Written.Span);
    }

    private void WriteBranches(Utf8Output output, JsonRecords records, FunctionEvaluator function, int fileId)
    {
        _branches.Clear();
        _nested.CollectBranches(function, fileId, _branches);
        output.Write("\"branches\":["u8);
        var count = 0;
        foreach (var index in _branches.Items)
        {
            if (!function.Branches[index].IsFolded)
            {
                records.Separate(count++);
                records.Branch(function.Branches[index]);
                output.PassOn();
            }
        }

        output.Write((byte)']');
    }

    private void WriteFiles(Utf8Output output, FunctionEvaluator function)
    {
        output.Write((byte)'[');
        var files = function.Function.Files;
        for (var i = 0; i < files.Length; i++)
        {
            JsonRecords.Separate(output, i);
            JsonText.WriteString(output, report.Mapping.Files[files[i]]);
        }

        output.Write((byte)']');
    }

    private void WriteRegions(Utf8Output output, FunctionEvaluator function)
    {
        var records = new JsonRecords(output, _major, options.ShowMcdcNonExecutedVectors);
        var regions = function.Regions;
        for (var i = 0; i < regions.Length; i++)
        {
            records.Separate(i);
            records.Region(regions[i]);
            output.PassOn();
        }
    }
}
