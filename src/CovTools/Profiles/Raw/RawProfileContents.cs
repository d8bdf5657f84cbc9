using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The sections of a raw profile, in memory.</summary>
internal sealed class RawProfileContents
{
    /// <summary>Inflated names of small files may take this much, and those of large ones three times the file: real names shrink to a tenth at best, and names are a part of the file only.</summary>
    private const long UncheckedNamesSize = 48 << 20;

    public RawProfileContents(IByteSource source, RawProfileHeader header, RawProfileSections sections, ICorrelation? correlation)
    {
        if (header.CounterSize == 1)
        {
            CounterBytes = source.ReadBytes(sections.Counters, header.CounterCount, "counters");
        }
        else
        {
            Counters = ReadWords(source, header, sections);
        }

        Bitmap = source.ReadBytes(sections.Bitmap, header.BitmapSize, "bitmaps");
        if (header.NeedsCorrelation)
        {
            var module = correlation ?? throw new MalformedDataException(source.Name, (long)sections.Start, CorrelationReasons.Missing);
            NamesSection = module.Names;
            Names = (module as BinaryCorrelation)?.NameTable ?? NameTable.Read(module.Names.ToArray(), module.Name, 0);
            Records = RawRecordTable.Correlated(module, header);
        }
        else
        {
            var names = source.ReadBytes(sections.Names, header.NamesSize, "function names");
            NamesSection = names;
            Names = NameTable.Read(names, source.Name, (long)sections.Names, NamesLimit(source));
            var records = source.ReadBytes(sections.Records, header.RecordCount * (ulong)header.Layout.Stride, "function records");
            Records = new RawRecordTable(source.Name, (long)sections.Records, records, header);
        }

        var tableNames = source.ReadBytes(sections.VirtualTableNames, header.VirtualTableNamesSize, "names of virtual tables");
        VirtualTableNamesSection = tableNames;
        VirtualTableNames = NameTable.Read(tableNames, source.Name, (long)sections.VirtualTableNames, NamesLimit(source));
        var tables = source.ReadBytes(sections.VirtualTables, header.VirtualTableCount * (ulong)RawVirtualTable.Size(header.Order), "virtual tables");
        VirtualTables = RawVirtualTable.ReadAll(tables, header.Order);
    }

    /// <summary>64-bit counters; null when the profile has others.</summary>
    public ulong[]? Counters { get; }

    /// <summary>Single-byte counters; empty when the profile has others.</summary>
    public byte[] CounterBytes { get; } = [];

    public byte[] Bitmap { get; }

    public RawRecordTable Records { get; }

    public ReadOnlyMemory<byte> NamesSection { get; }

    public NameTable Names { get; }

    public byte[] VirtualTableNamesSection { get; }

    public NameTable VirtualTableNames { get; }

    public RawVirtualTable[] VirtualTables { get; }

    private static long NamesLimit(IByteSource source) => UncheckedNamesSize + (3 * source.Length);

    private static ulong[] ReadWords(IByteSource source, RawProfileHeader header, RawProfileSections sections)
    {
        var size = header.CounterCount * sizeof(ulong);
        source.Require(sections.Counters, size, "counters");
        if (size > (ulong)Array.MaxLength)
        {
            throw new MalformedDataException(source.Name, (long)sections.Counters, $"counters are too large ({size} bytes)");
        }

        var counters = new ulong[header.CounterCount];
        source.Read((long)sections.Counters, MemoryMarshal.AsBytes(counters.AsSpan()));
        if (header.Order.BigEndian == BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(counters, counters);
        }

        return counters;
    }
}
