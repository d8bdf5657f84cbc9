using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>Functions and expansions in LLVM's JSON (renderFunctions and renderExpansion in llvm/tools/llvm-cov/CoverageExporterJson.cpp). Not safe for concurrent use.</summary>
internal sealed class JsonFunctionWriter(CoverageReport report, Utf8Output output, LlvmJsonOptions options)
{
    private const int FilenamesFirst = 23;

    private readonly int _major = report.Options.Release.Major;
    private readonly JsonRecords _records = new(output, report.Options.Release.Major, options.ShowMcdcNonExecutedVectors);
    private readonly NestedExpansions _nested = new();
    private readonly MappingBuffer<int> _branches = new();

    /// <summary>Writes an evaluated function.</summary>
    public void WriteFunction(FunctionEvaluator function)
    {
        output.Write("{\"branches\":["u8);
        var count = 0;
        foreach (ref readonly var branch in function.Branches)
        {
            if (!branch.IsFolded)
            {
                _records.Separate(count++);
                _records.Branch(branch);
            }
        }

        output.Write("],\"count\":"u8);
        JsonText.WriteCount(output, function.ExecutionCount);
        output.Write(",\"filenames\":"u8);
        WriteFiles(function);
        if (SummaryRules.For(report.Options.Release).HasMcdc)
        {
            output.Write(",\"mcdc_records\":["u8);
            for (var i = 0; i < function.Decisions.Count; i++)
            {
                _records.Separate(i);
                _records.Decision(function.Decisions[i]);
            }

            output.Write((byte)']');
        }

        output.Write(",\"name\":"u8);
        JsonText.WriteString(output, FunctionNames.Shown(report.Mapping, function.Index, function.Function.Files));
        output.Write(",\"regions\":["u8);
        WriteRegions(function);
        output.Write("]}"u8);
    }

    /// <summary>Writes the expansions of one file of an evaluated function.</summary>
    /// <param name="function">The function.</param>
    /// <param name="mainFileId">The file id whose expansions are written.</param>
    /// <param name="written">How many expansions are there already.</param>
    /// <returns>How many expansions are there now.</returns>
    public int WriteExpansions(FunctionEvaluator function, int mainFileId, int written)
    {
        var isFirst = true;
        var (filesStart, filesLength, regionsStart, regionsLength) = (0, 0, 0, 0);
        foreach (ref readonly var region in function.Regions)
        {
            if (region.Kind != RegionKind.Expansion || region.FileId != mainFileId)
            {
                continue;
            }

            if (isFirst)
            {
                _nested.Start(function);
            }

            _records.Separate(written++);
            output.Write((byte)'{');
            if (_major >= FilenamesFirst)
            {
                Files();
                output.Write((byte)',');
            }

            WriteBranches(function, region.ExpandedFileId);
            if (_major < FilenamesFirst)
            {
                output.Write((byte)',');
                Files();
            }

            output.Write(",\"source_region\":"u8);
            _records.Region(region);
            output.Write(",\"target_regions\":["u8);
            (regionsStart, regionsLength) = Repeat(regionsStart, regionsLength, isFirst, WriteRegions);
            output.Write("]}"u8);
            isFirst = false;
        }

        return written;

        void Files()
        {
            output.Write("\"filenames\":"u8);
            (filesStart, filesLength) = Repeat(filesStart, filesLength, isFirst, WriteFiles);
        }

        // Every expansion repeats what is the function's: it is made once and then copied.
        (int Start, int Length) Repeat(int start, int length, bool first, Action<FunctionEvaluator> write)
        {
            if (!first)
            {
                output.Repeat(start, length);
                return (start, length);
            }

            start = output.Length;
            write(function);
            return (start, output.Length - start);
        }
    }

    private void WriteBranches(FunctionEvaluator function, int fileId)
    {
        _branches.Clear();
        _nested.CollectBranches(function, fileId, _branches);
        output.Write("\"branches\":["u8);
        var count = 0;
        foreach (var index in _branches.Items)
        {
            if (!function.Branches[index].IsFolded)
            {
                _records.Separate(count++);
                _records.Branch(function.Branches[index]);
            }
        }

        output.Write((byte)']');
    }

    private void WriteFiles(FunctionEvaluator function)
    {
        output.Write((byte)'[');
        var files = function.Function.Files;
        for (var i = 0; i < files.Length; i++)
        {
            _records.Separate(i);
            JsonText.WriteString(output, report.Mapping.Files[files[i]]);
        }

        output.Write((byte)']');
    }

    private void WriteRegions(FunctionEvaluator function)
    {
        var regions = function.Regions;
        for (var i = 0; i < regions.Length; i++)
        {
            _records.Separate(i);
            _records.Region(regions[i]);
        }
    }
}
