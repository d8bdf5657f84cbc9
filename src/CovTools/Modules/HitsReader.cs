namespace CovTools.Modules;

/// <summary>Reads the hits records of the driver (docs/driver-protocol.md, "Hits"). Scripts can write anything into the file that they come from: nothing is believed.</summary>
public static class HitsReader
{
    private const byte Magic = 0x48;

    /// <summary>Whether a payload holds hits records; otherwise it is raw profiles (or empty).</summary>
    public static bool IsHits(ReadOnlySpan<byte> payload) => !payload.IsEmpty && payload[0] == Magic;

    /// <summary>The hits of each module, records of one module added up, in order of first appearance.</summary>
    /// <param name="payload">Any number of records; none is fine.</param>
    /// <param name="file">What errors call the payload.</param>
    /// <exception cref="MalformedDataException">A record is cut off, contradicts itself, or another record of the same module.</exception>
    public static IReadOnlyList<ModuleHits> Read(ReadOnlySpan<byte> payload, string file)
    {
        var cursor = new ByteCursor(payload, file);
        var modules = new List<ModuleHits>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        while (cursor.Remaining > 0)
        {
            var hits = ReadRecord(ref cursor);
            if (places.TryAdd(hits.Id, modules.Count))
            {
                modules.Add(hits);
                continue;
            }

            var place = places[hits.Id];
            modules[place] = modules[place].IsSameModule(hits)
                ? modules[place].Add(hits)
                : throw cursor.Fail($"two records of module {hits.Id} disagree about its sizes");
        }

        return modules;
    }

    private static ModuleHits ReadRecord(ref ByteCursor cursor)
    {
        if (cursor.U8("a record") != Magic)
        {
            throw cursor.Fail("this is not a hits record");
        }

        var counterSize = cursor.U8("a record");
        if (counterSize is not (1 or 8))
        {
            throw cursor.Fail($"counters of {counterSize} bytes");
        }

        var idLength = cursor.U16("a record");
        var pathLength = cursor.U16("a record");
        var counterBytes = cursor.U64("a record");
        var bitmapBytes = cursor.U64("a record");
        var counterEntries = cursor.U32("a record");
        var bitmapEntries = cursor.U32("a record");
        var bodyLength = cursor.U32("a record");
        if (counterBytes > long.MaxValue || bitmapBytes > long.MaxValue)
        {
            throw cursor.Fail("a module of absurd size");
        }

        var id = ReadId(ref cursor, idLength);
        var path = cursor.Text(pathLength, "a path");
        var end = cursor.Position + (long)bodyLength;
        if (bodyLength > cursor.Remaining)
        {
            throw cursor.Fail($"a body of {bodyLength} bytes goes past the end");
        }

        var (indices, values) = HitsBody.ReadCounters(ref cursor, counterEntries, counterBytes / counterSize);
        var (bitmapIndices, bitmapValues) = HitsBody.ReadBitmap(ref cursor, bitmapEntries, bitmapBytes);
        if (cursor.Position != end)
        {
            throw cursor.Fail($"the body should end at {end}");
        }

        return new ModuleHits
        {
            Id = id,
            Path = path,
            CounterSize = counterSize,
            CounterBytes = (long)counterBytes,
            BitmapBytes = (long)bitmapBytes,
            Indices = indices,
            Values = values,
            BitmapIndices = bitmapIndices,
            BitmapValues = bitmapValues,
        };
    }

    private static string ReadId(ref ByteCursor cursor, int length)
    {
        var id = cursor.Text(length, "a module id");
        return ModuleIdentity.IsValid(id) ? id : throw cursor.Fail("a module id is not lower-case hex, nor fnv and hex");
    }
}
