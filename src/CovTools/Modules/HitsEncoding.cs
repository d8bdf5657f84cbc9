namespace CovTools.Modules;

/// <summary>
/// The run store's form of hits: a byte 1 (version), then for each module, sorted by id: id, sizes and entries, numbers as ULEB128. Equal hits give equal bytes, so that
/// a store can keep them once. Paths of modules are not part of it.
/// </summary>
/// <remarks>
/// <code>
/// u8 1 | uleb modules | per module:
///   u8 kind: bit 0 the id is text (else hex digits packed into bytes), bit 1 single-byte counters
///   uleb idBytes | id | uleb counterBytes | uleb bitmapBytes | uleb counters | uleb bitmap entries
///   counters × (uleb gap, uleb value) | bitmap entries × (uleb gap, u8 value)
/// </code>
/// </remarks>
public static class HitsEncoding
{
    private const byte Version = 1;
    private const byte TextId = 1;
    private const byte SingleByte = 2;

    /// <summary>Encodes the hits of a set of modules.</summary>
    /// <param name="modules">At most one for each module id, in any order; modules without hits are left out.</param>
    /// <exception cref="ArgumentException">Two of them have one id.</exception>
    public static byte[] Encode(IEnumerable<ModuleHits> modules)
    {
        ArgumentNullException.ThrowIfNull(modules);
        var sorted = modules.Where(module => !module.IsEmpty).OrderBy(module => module.Id, StringComparer.Ordinal).ToList();
        var output = new ByteOutput();
        output.U8(Version);
        output.Uleb((ulong)sorted.Count);
        for (var i = 0; i < sorted.Count; i++)
        {
            if (i > 0 && sorted[i].Id == sorted[i - 1].Id)
            {
                throw new ArgumentException($"Module {sorted[i].Id} is given twice.", nameof(modules));
            }

            WriteModule(output, sorted[i]);
        }

        return output.ToArray();
    }

    /// <summary>Decodes what <see cref="Encode"/> made.</summary>
    /// <param name="bytes">One encoded set, nothing after it.</param>
    /// <param name="file">Named in errors.</param>
    /// <exception cref="MalformedDataException">The bytes are not such a set in its one form.</exception>
    public static IReadOnlyList<ModuleHits> Decode(ReadOnlySpan<byte> bytes, string file)
    {
        var cursor = new ByteCursor(bytes, file);
        var version = cursor.U8("a set of hits");
        if (version != Version)
        {
            throw cursor.Fail($"hits of unknown version {version}");
        }

        var count = cursor.Uleb("the number of modules");
        var modules = new List<ModuleHits>();
        for (var i = 0UL; i < count; i++)
        {
            var module = ReadModule(ref cursor);
            if (modules.Count > 0 && string.CompareOrdinal(modules[^1].Id, module.Id) >= 0)
            {
                throw cursor.Fail("modules are not sorted by id");
            }

            modules.Add(module);
        }

        return cursor.Remaining == 0 ? modules : throw cursor.Fail("bytes follow the last module");
    }

    private static void WriteModule(ByteOutput output, ModuleHits module)
    {
        var packed = module.Id.Length % 2 == 0 && module.Id.All(char.IsAsciiHexDigitLower);
        var id = packed ? Convert.FromHexString(module.Id) : System.Text.Encoding.UTF8.GetBytes(module.Id);
        output.U8((byte)((packed ? 0 : TextId) | (module.CounterSize == 1 ? SingleByte : 0)));
        output.Uleb((ulong)id.Length);
        output.Bytes(id);
        output.Uleb((ulong)module.CounterBytes);
        output.Uleb((ulong)module.BitmapBytes);
        output.Uleb((ulong)module.Indices.Length);
        output.Uleb((ulong)module.BitmapIndices.Length);
        HitsBody.Write(output, module);
    }

    private static ModuleHits ReadModule(ref ByteCursor cursor)
    {
        var kind = cursor.U8("a module");
        if (kind > (TextId | SingleByte))
        {
            throw cursor.Fail($"unknown kind of module {kind}");
        }

        var length = cursor.Uleb("the length of an id");
        var idBytes = cursor.Take((long)Math.Min(length, int.MaxValue), "an id");
        var id = (kind & TextId) == 0 ? Convert.ToHexStringLower(idBytes) : System.Text.Encoding.UTF8.GetString(idBytes);
        var counterSize = (kind & SingleByte) == 0 ? 8 : 1;
        var counterBytes = cursor.Uleb("the size of the counters");
        var bitmapBytes = cursor.Uleb("the size of the bitmaps");
        var counters = cursor.Uleb("the number of counters");
        var bitmaps = cursor.Uleb("the number of bitmap bytes");
        if (!ModuleIdentity.IsValid(id) || counterBytes > long.MaxValue || bitmapBytes > long.MaxValue || counters > uint.MaxValue || bitmaps > uint.MaxValue
            || (counters | bitmaps) == 0)
        {
            throw cursor.Fail("the head of a module makes no sense");
        }

        var (indices, values) = HitsBody.ReadCounters(ref cursor, (uint)counters, counterBytes / (ulong)counterSize);
        var (bitmapIndices, bitmapValues) = HitsBody.ReadBitmap(ref cursor, (uint)bitmaps, bitmapBytes);
        return new ModuleHits
        {
            Id = id,
            CounterSize = counterSize,
            CounterBytes = (long)counterBytes,
            BitmapBytes = (long)bitmapBytes,
            Indices = indices,
            Values = values,
            BitmapIndices = bitmapIndices,
            BitmapValues = bitmapValues,
        };
    }
}
