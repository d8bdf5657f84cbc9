using CovTools.Coverage;
using CovTools.Mapping;

namespace CovTools.Reports;

/// <summary>The small arrays of LLVM's JSON: segments, regions, branches, decisions (render… in llvm/tools/llvm-cov/CoverageExporterJson.cpp).</summary>
/// <param name="output">Where they go.</param>
/// <param name="major">The release, which decides the shape of decisions.</param>
/// <param name="withNonExecuted">Decisions tell of test vectors that were not executed.</param>
internal readonly struct JsonRecords(Utf8Output output, int major, bool withNonExecuted)
{
    private const int CountsOfDecisions = 21;
    private const int TestVectors = 22;

    public void Segment(in CoverageSegment segment)
    {
        output.Write((byte)'[');
        output.Write(segment.Line);
        output.Write((byte)',');
        output.Write(segment.Column);
        output.Write((byte)',');
        JsonText.WriteCount(output, segment.Count);
        output.Write(segment.HasCount ? ",true"u8 : ",false"u8);
        output.Write(segment.IsRegionEntry ? ",true"u8 : ",false"u8);
        output.Write(segment.IsGapRegion ? ",true]"u8 : ",false]"u8);
    }

    public void Region(in CountedRegion region)
    {
        Range(region.StartLine, region.StartColumn, region.EndLine, region.EndColumn);
        JsonText.WriteCount(output, region.Count);
        Ids(region.FileId, region.ExpandedFileId, region.Kind);
        output.Write((byte)']');
    }

    public void Branch(in CountedBranch branch)
    {
        Range(branch.StartLine, branch.StartColumn, branch.EndLine, branch.EndColumn);
        JsonText.WriteCount(output, branch.TrueCount);
        output.Write((byte)',');
        JsonText.WriteCount(output, branch.FalseCount);
        Ids(branch.FileId, branch.ExpandedFileId, branch.Kind);
        output.Write((byte)']');
    }

    public void Decision(McdcRecord record)
    {
        var decision = record.Decision;
        Range(decision.StartLine, decision.StartColumn, decision.EndLine, decision.EndColumn);
        if (major >= CountsOfDecisions)
        {
            output.Write((ulong)record.TestVectors.Count(static vector => vector.Result));
            output.Write((byte)',');
            output.Write((ulong)record.TestVectors.Count(static vector => !vector.Result));
            Ids(decision.FileId, decision.ExpandedFileId, decision.Kind);
        }
        else
        {
            output.Write((ulong)decision.ExpandedFileId);
            output.Write((byte)',');
            output.Write((ulong)decision.Kind);
        }

        output.Write(",["u8);
        for (var i = 0; i < record.Conditions.Count; i++)
        {
            Separate(i);
            JsonText.Write(output, record.Conditions[i].IsCovered);
        }

        output.Write((byte)']');
        if (major >= TestVectors)
        {
            Vectors(record);
        }

        output.Write((byte)']');
    }

    /// <summary>A comma before every item but the first.</summary>
    public void Separate(int index) => Separate(output, index);

    /// <summary>A comma before every item but the first.</summary>
    public static void Separate(Utf8Output output, int index)
    {
        if (index > 0)
        {
            output.Write((byte)',');
        }
    }

    private void Vectors(McdcRecord record)
    {
        output.Write(",["u8);
        var count = 0;
        foreach (var vector in record.TestVectors)
        {
            Separate(count++);
            Vector(vector, isExecuted: true);
        }

        foreach (var vector in withNonExecuted ? record.UnexecutedTestVectors : [])
        {
            Separate(count++);
            Vector(vector, isExecuted: false);
        }

        output.Write((byte)']');
    }

    private void Vector(McdcTestVector vector, bool isExecuted)
    {
        output.Write("{\"conditions\":["u8);
        for (var i = 0; i < vector.Conditions.Count; i++)
        {
            Separate(i);
            output.Write(vector.Conditions[i] switch
            {
                true => "true"u8,
                false => "false"u8,
                null => "null"u8,
            });
        }

        output.Write("],\"executed\":"u8);
        JsonText.Write(output, isExecuted);
        output.Write(",\"result\":"u8);
        JsonText.Write(output, vector.Result);
        output.Write((byte)'}');
    }

    private void Range(uint startLine, uint startColumn, uint endLine, uint endColumn)
    {
        output.Write((byte)'[');
        output.Write(startLine);
        output.Write((byte)',');
        output.Write(startColumn);
        output.Write((byte)',');
        output.Write(endLine);
        output.Write((byte)',');
        output.Write(endColumn);
        output.Write((byte)',');
    }

    private void Ids(int fileId, int expandedFileId, RegionKind kind)
    {
        output.Write((byte)',');
        output.Write((ulong)fileId);
        output.Write((byte)',');
        output.Write((ulong)expandedFileId);
        output.Write((byte)',');
        output.Write((ulong)kind);
    }
}
