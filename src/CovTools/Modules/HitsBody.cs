namespace CovTools.Modules;

/// <summary>The entries of hits, as both the driver's records and the store have them: gaps to the previous index, and values.</summary>
internal static class HitsBody
{
    /// <summary>Reads (uleb128 gap, uleb128 value) pairs.</summary>
    /// <param name="cursor">At the first pair.</param>
    /// <param name="count">Number of pairs; checked against what is left before anything is allocated.</param>
    /// <param name="limit">Indices are less than this.</param>
    public static (uint[] Indices, ulong[] Values) ReadCounters(ref ByteCursor cursor, uint count, ulong limit)
    {
        RequireRoom(cursor, count);
        var indices = new uint[count];
        var values = new ulong[count];
        var next = 0UL;
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = Index(ref cursor, ref next, limit);
            values[i] = cursor.Uleb("a counter's value");
            if (values[i] == 0)
            {
                throw cursor.Fail("a counter of zero is listed");
            }
        }

        return (indices, values);
    }

    /// <summary>Reads (uleb128 gap, u8 value) pairs.</summary>
    public static (uint[] Indices, byte[] Values) ReadBitmap(ref ByteCursor cursor, uint count, ulong limit)
    {
        RequireRoom(cursor, count);
        var indices = new uint[count];
        var values = new byte[count];
        var next = 0UL;
        for (var i = 0; i < indices.Length; i++)
        {
            indices[i] = Index(ref cursor, ref next, limit);
            values[i] = cursor.U8("a bitmap byte");
            if (values[i] == 0)
            {
                throw cursor.Fail("a bitmap byte of zero is listed");
            }
        }

        return (indices, values);
    }

    public static void Write(ByteOutput output, ModuleHits hits)
    {
        var next = 0U;
        for (var i = 0; i < hits.Indices.Length; i++)
        {
            output.Uleb(hits.Indices[i] - next);
            output.Uleb(hits.Values[i]);
            next = hits.Indices[i] + 1;
        }

        next = 0;
        for (var i = 0; i < hits.BitmapIndices.Length; i++)
        {
            output.Uleb(hits.BitmapIndices[i] - next);
            output.U8(hits.BitmapValues[i]);
            next = hits.BitmapIndices[i] + 1;
        }
    }

    private static void RequireRoom(in ByteCursor cursor, uint count)
    {
        if (count > (uint)cursor.Remaining / 2)
        {
            throw cursor.Fail($"{count} entries do not fit into {cursor.Remaining} bytes");
        }
    }

    private static uint Index(ref ByteCursor cursor, ref ulong next, ulong limit)
    {
        var gap = cursor.Uleb("an index");
        if (gap >= limit || next + gap >= limit || next + gap > uint.MaxValue)
        {
            throw cursor.Fail($"index {next} + {gap} is not less than {limit}");
        }

        var index = next + gap;
        next = index + 1;
        return (uint)index;
    }
}
