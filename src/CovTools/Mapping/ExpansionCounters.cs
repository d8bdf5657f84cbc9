namespace CovTools.Mapping;

/// <summary>
/// Gives expansion regions their counter, which is not stored: it is that of the first region of what they expand. The
/// reader of LLVM repeats passes until nothing changes; the result is this chain.
/// </summary>
internal static class ExpansionCounters
{
    private const int None = -1;

    public static void Propagate(FunctionMapping function)
    {
        var fileCount = function.Files.Length;
        if (fileCount < 2)
        {
            return;
        }

        // Three tables by file id: the region that expands the file; the first region inside the file; the last walk that came by.
        var scratch = function.Scratch;
        scratch.Fill(fileCount * 3, None);
        var regions = function.RegionBuffer.Items;
        for (var i = 0; i < regions.Length; i++)
        {
            if (regions[i].Kind == RegionKind.Expansion)
            {
                scratch[regions[i].ExpandedFileId] = i;
            }

            ref var first = ref scratch[fileCount + regions[i].FileId];
            first = first == None ? i : first;
        }

        for (var file = 0; file < fileCount; file++)
        {
            Resolve(file, fileCount, regions, scratch);
        }
    }

    /// <summary>Follows first regions until one that is no expansion, then copies its counter to every expansion passed; a cycle stays zero.</summary>
    private static void Resolve(int file, int fileCount, Span<MappingRegion> regions, MappingBuffer<int> scratch)
    {
        var counter = FindCounter(file, fileCount, regions, scratch);
        for (var current = file; current != None;)
        {
            var expansion = scratch[current];
            if (expansion == None)
            {
                return;
            }

            regions[expansion].Count = counter;
            scratch[current] = None;
            current = Next(scratch[fileCount + current], regions, scratch);
        }
    }

    private static Counter FindCounter(int file, int fileCount, Span<MappingRegion> regions, MappingBuffer<int> scratch)
    {
        var current = file;
        while (scratch[(fileCount * 2) + current] != file)
        {
            scratch[(fileCount * 2) + current] = file;
            var first = scratch[fileCount + current];
            if (first == None)
            {
                return default;
            }

            var next = Next(first, regions, scratch);
            if (next == None)
            {
                return regions[first].Count;
            }

            current = next;
        }

        return default;
    }

    /// <summary>The file that the region <paramref name="first"/> expands, if that region's counter is still to be found.</summary>
    private static int Next(int first, Span<MappingRegion> regions, MappingBuffer<int> scratch)
    {
        if (first == None || regions[first].Kind != RegionKind.Expansion)
        {
            return None;
        }

        var file = regions[first].ExpandedFileId;
        return scratch[file] == first ? file : None;
    }
}
