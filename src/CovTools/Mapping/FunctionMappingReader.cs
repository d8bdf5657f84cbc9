namespace CovTools.Mapping;

/// <summary>
/// Decodes the mapping bytes of one function (LLVM's CoverageMappingFormat document, "Mapping"; reading rules of
/// RawCoverageMappingReader in CoverageMappingReader.cpp).
/// </summary>
internal static class FunctionMappingReader
{
    private const uint ExpansionBit = 4;
    private const uint GapBit = 1U << 31;
    private const ulong ConditionIdLimit = (ulong)short.MaxValue;

    /// <summary>
    /// More lines than any source has that a compiler is given, and more bytes than any of its lines. LLVM sets no limit; without one a few bytes could ask for reports of four
    /// billion lines or columns.
    /// </summary>
    private const uint MaximumPlace = (1 << 22) - 1;

    /// <summary>Decodes <paramref name="bytes"/>; <paramref name="unitFiles"/> are the files of its translation unit.</summary>
    /// <returns>Null, or what is wrong and at which byte.</returns>
    public static (int Offset, string Reason)? Read(ReadOnlySpan<byte> bytes, ReadOnlySpan<int> unitFiles, FunctionMapping function)
    {
        function.Clear();
        var cursor = new MappingCursor(bytes);
        ReadFiles(ref cursor, unitFiles, function);
        ReadExpressions(ref cursor, function);
        var fileCount = function.FileBuffer.Count;
        for (var file = 0; file < fileCount && !cursor.Failed; file++)
        {
            ReadRegions(ref cursor, file, fileCount, function);
        }

        if (!cursor.Failed && function.RegionBuffer.Count == 0)
        {
            cursor.Fail("the function has no regions");
        }

        if (!cursor.Failed && !ExpressionOrder.TryBuild(function))
        {
            cursor.Fail("a counter expression refers to itself");
        }

        if (cursor.Failure is { } reason)
        {
            return (cursor.Position, reason);
        }

        ExpansionCounters.Propagate(function);
        return null;
    }

    private static void ReadFiles(ref MappingCursor cursor, ReadOnlySpan<int> unitFiles, FunctionMapping function)
    {
        var count = cursor.ReadSize("file ids");
        for (var i = 0; i < count && !cursor.Failed; i++)
        {
            var index = cursor.ReadBelow((ulong)unitFiles.Length, "file index");
            if (!cursor.Failed)
            {
                function.FileBuffer.Add(unitFiles[(int)index]);
            }
        }
    }

    private static void ReadExpressions(ref MappingCursor cursor, FunctionMapping function)
    {
        var count = cursor.ReadSize("counter expressions");
        if (count > cursor.Remaining / 2)
        {
            cursor.Fail($"{count} counter expressions cannot fit into the {cursor.Remaining} bytes that are left");
            return;
        }

        function.ExpressionBuffer.Fill(count, new CounterExpression(default, default, Subtract: true));
        for (var i = 0; i < count && !cursor.Failed; i++)
        {
            var left = ReadCounter(ref cursor, function);
            var right = ReadCounter(ref cursor, function);
            ref var expression = ref function.ExpressionBuffer[i];
            expression = expression with { Left = left, Right = right };
        }
    }

    private static Counter ReadCounter(ref MappingCursor cursor, FunctionMapping function) =>
        ToCounter(ref cursor, (uint)cursor.ReadBelow(MappingCursor.ValueLimit, "counter"), function);

    /// <summary>Whether an expression adds or subtracts is not stored with it but in the references to it; the last one read decides.</summary>
    private static Counter ToCounter(ref MappingCursor cursor, uint encoded, FunctionMapping function)
    {
        var index = encoded >> 2;
        switch (encoded & 3)
        {
            case 0:
                return default;
            case 1:
                return Counter.Value(index);
            default:
                if (index >= function.ExpressionBuffer.Count)
                {
                    cursor.Fail($"counter expression {index} of {function.ExpressionBuffer.Count}");
                    return default;
                }

                ref var expression = ref function.ExpressionBuffer[(int)index];
                expression = expression with { Subtract = (encoded & 3) == 2 };
                return Counter.Expression(index);
        }
    }

    private static void ReadRegions(ref MappingCursor cursor, int file, int fileCount, FunctionMapping function)
    {
        var count = cursor.ReadSize("regions");
        var line = 0U;
        for (var i = 0; i < count && !cursor.Failed; i++)
        {
            ref var region = ref function.RegionBuffer.Add();
            region = new MappingRegion { FileId = file };
            ReadKind(ref cursor, ref region, fileCount, function);
            ReadRange(ref cursor, ref region, ref line);
        }
    }

    private static void ReadKind(ref MappingCursor cursor, ref MappingRegion region, int fileCount, FunctionMapping function)
    {
        var head = (uint)cursor.ReadBelow(MappingCursor.ValueLimit, "region head");
        if ((head & 3) != 0)
        {
            region.Count = ToCounter(ref cursor, head, function);
            return;
        }

        if ((head & ExpansionBit) != 0)
        {
            region.Kind = RegionKind.Expansion;
            region.ExpandedFileId = (int)(head >> 3);
            if (region.ExpandedFileId >= fileCount)
            {
                cursor.Fail($"expansion of file id {region.ExpandedFileId} of {fileCount}");
            }

            return;
        }

        region.Kind = (RegionKind)(head >> 3);
        switch (region.Kind)
        {
            case RegionKind.Code or RegionKind.Skipped:
                break;
            case RegionKind.Branch or RegionKind.McdcBranch:
                region.Count = ReadCounter(ref cursor, function);
                region.FalseCount = ReadCounter(ref cursor, function);
                if (region.Kind == RegionKind.McdcBranch)
                {
                    ReadCondition(ref cursor, ref region);
                }

                break;
            case RegionKind.McdcDecision:
                region.BitmapIndex = (uint)cursor.ReadBelow(MappingCursor.ValueLimit, "bitmap index");
                region.ConditionCount = (int)cursor.ReadBelow(ConditionIdLimit, "number of conditions");
                break;
            default:
                cursor.Fail($"unknown region kind {head >> 3}");
                break;
        }
    }

    private static void ReadCondition(ref MappingCursor cursor, ref MappingRegion region)
    {
        region.ConditionId = (int)cursor.ReadBelow(ConditionIdLimit, "condition id") - 1;
        region.TrueNextId = (int)cursor.ReadBelow(ConditionIdLimit, "condition id") - 1;
        region.FalseNextId = (int)cursor.ReadBelow(ConditionIdLimit, "condition id") - 1;
        if (region.ConditionId < 0)
        {
            cursor.Fail("a condition has id zero");
        }
    }

    private static void ReadRange(ref MappingCursor cursor, ref MappingRegion region, ref uint line)
    {
        line = unchecked(line + (uint)cursor.ReadBelow(MappingCursor.ValueLimit, "line delta"));
        region.StartLine = line;
        region.StartColumn = (uint)cursor.ReadBelow(MappingCursor.ValueLimit + 1, "start column");
        region.EndLine = unchecked(line + (uint)cursor.ReadBelow(MappingCursor.ValueLimit, "number of lines"));
        region.EndColumn = (uint)cursor.ReadBelow(MappingCursor.ValueLimit, "end column");
        if ((region.EndColumn & GapBit) != 0)
        {
            region.Kind = RegionKind.Gap;
            region.EndColumn &= ~GapBit;
        }

        if (Math.Max(region.StartColumn, region.EndColumn) > MaximumPlace)
        {
            cursor.Fail($"column {Math.Max(region.StartColumn, region.EndColumn)} is beyond {MaximumPlace}");
        }

        if (region.StartColumn == 0 && region.EndColumn == 0)
        {
            region.StartColumn = 1;
            region.EndColumn = uint.MaxValue;
        }

        if (region.EndLine > MaximumPlace)
        {
            cursor.Fail($"line {region.EndLine} is beyond {MaximumPlace}");
        }
        else if (region.End < region.Start)
        {
            cursor.Fail($"a region ends at {region.EndLine}:{region.EndColumn}, before its start {region.StartLine}:{region.StartColumn}");
        }
    }
}
