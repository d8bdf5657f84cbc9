using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Where the parts of one raw profile lie, checked against the size of the file. Offsets from the start of the file, in bytes.</summary>
internal sealed class RawProfileSections
{
    private readonly IByteSource _source;
    private UInt128 _position;

    public RawProfileSections(IByteSource source, ulong offset, RawProfileHeader header)
    {
        _source = source;
        Start = offset;
        _position = offset + (ulong)header.HeaderSize;
        BinaryIds = Take(header.BinaryIdsSize, "binary ids");
        Records = Take((UInt128)header.RecordCount * (ulong)header.Layout.Stride, "function records");
        Take(header.PaddingBeforeCounters, "padding");
        Counters = Take((UInt128)header.CounterCount * (ulong)header.CounterSize, "counters");
        Take(header.PaddingAfterCounters, "padding");
        Bitmap = Take(header.BitmapSize, "bitmaps");
        Take(header.PaddingAfterBitmap, "padding");
        Take((UInt128)header.UniformCounterCount * 8, "uniform counters");
        Take(header.PaddingAfterUniform, "padding");
        Names = Take(header.NamesSize, "function names");
        Take(Padding(header.NamesSize), "padding");
        var tables = (UInt128)header.VirtualTableCount * (ulong)RawVirtualTable.Size(header.Order);
        VirtualTables = Take(tables, "virtual tables");
        Take(Padding(tables), "padding");
        VirtualTableNames = Take(header.VirtualTableNamesSize, "virtual table names");
        Take(Padding(header.VirtualTableNamesSize), "padding");
    }

    /// <summary>First byte of the header.</summary>
    public ulong Start { get; }

    public ulong BinaryIds { get; }

    public ulong Records { get; }

    public ulong Counters { get; }

    public ulong Bitmap { get; }

    public ulong Names { get; }

    public ulong VirtualTables { get; }

    public ulong VirtualTableNames { get; }

    /// <summary>First byte after the fixed parts: value profiling data, or the next profile.</summary>
    public ulong End => (ulong)_position;

    private static UInt128 Padding(UInt128 size) => (8 - (size & 7)) & 7;

    private ulong Take(UInt128 size, string what)
    {
        var start = (ulong)_position;
        _position += size;
        return _position <= (ulong)_source.Length
            ? start
            : throw new MalformedDataException(_source.Name, (long)start, $"{what} ({size} bytes) go past the end of the file ({_source.Length} bytes)");
    }
}
