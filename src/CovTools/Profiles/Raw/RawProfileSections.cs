using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Where the parts of one raw profile lie, checked against the size of the file. Offsets from the start of the file, in bytes.</summary>
internal sealed class RawProfileSections
{
    /// <summary>
    /// A profile has eight bytes for each counter in memory, as an indexed one has in its file. Records and names take several times the room of the single-byte counters of the same
    /// functions; a large file for which that does not hold is damaged, or made to fill the memory.
    /// </summary>
    private const int LargeFile = 16 << 20;
    private const int LargestShareOfBytes = 3;

    private readonly IByteSource _source;
    private ulong _position;

    public RawProfileSections(IByteSource source, ulong offset, RawProfileHeader header)
    {
        _source = source;
        Start = offset;
        _position = offset + (ulong)header.HeaderSize;
        BinaryIds = Take(header.BinaryIdsSize, "binary ids");
        Records = Take(header.RecordCount, header.Layout.Stride, "function records");
        Take(header.PaddingBeforeCounters, "padding");
        Counters = Take(header.CounterCount, header.CounterSize, "counters");
        Take(header.PaddingAfterCounters, "padding");
        Bitmap = Take(header.BitmapSize, "bitmaps");
        Take(header.PaddingAfterBitmap, "padding");
        Take(header.UniformCounterCount, 8, "uniform counters");
        Take(header.PaddingAfterUniform, "padding");
        Names = Take(header.NamesSize, "function names");
        Take(Padding(header.NamesSize), "padding");
        VirtualTables = Take(header.VirtualTableCount, RawVirtualTable.Size(header.Order), "virtual tables");
        Take(Padding(_position - VirtualTables), "padding");
        VirtualTableNames = Take(header.VirtualTableNamesSize, "virtual table names");
        Take(Padding(header.VirtualTableNamesSize), "padding");
        if (header.CounterSize == 1 && source.Length > LargeFile && header.CounterCount > (End - Start) / LargestShareOfBytes)
        {
            throw new MalformedDataException(
                source.Name, (long)Counters, $"{header.CounterCount} counters of one byte take more than a third of the profile's {End - Start} bytes; in memory each takes eight");
        }
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
    public ulong End => _position;

    private static ulong Padding(ulong size) => (8 - (size & 7)) & 7;

    private ulong Take(ulong count, int size, string what)
    {
        var start = _position;
        var total = Math.BigMul(count, (ulong)size, out var low) == 0 ? low : ulong.MaxValue;
        if (start > (ulong)_source.Length || total > (ulong)_source.Length - start)
        {
            throw new MalformedDataException(
                _source.Name, (long)start, $"{what} ({(decimal)count * size} bytes) go past the end of the file ({_source.Length} bytes)");
        }

        _position += total;
        return start;
    }

    private ulong Take(ulong size, string what) => Take(size, 1, what);
}
