using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The function records of a raw profile; each is checked when it is asked for (readRawCounts in llvm/ProfileData/InstrProfReader.cpp).</summary>
internal sealed class RawRecordTable
{
    /// <summary>Records may share counters with others, but records that claim the whole section many times over are damage.</summary>
    private const ulong MaximumSharing = 8;

    private const int TimeStampSize = 8;

    private readonly string _file;
    private readonly long _place;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly RawProfileHeader _header;
    private readonly ulong _countersStart;
    private readonly ulong _bitmapStart;
    private readonly ulong _shift;

    /// <summary>The records of the profile itself.</summary>
    /// <param name="file">Named in errors.</param>
    /// <param name="place">Offset of the records in that file.</param>
    /// <param name="bytes">The records.</param>
    /// <param name="header">The profile's header.</param>
    public RawRecordTable(string file, long place, ReadOnlyMemory<byte> bytes, RawProfileHeader header)
        : this(file, place, bytes, header, header.CountersDelta, header.BitmapDelta)
        => _shift = header.Layout.IsRelative || IsRelativeVersion7(header) ? (ulong)header.Layout.Stride : 0;

    private RawRecordTable(string file, long place, ReadOnlyMemory<byte> bytes, RawProfileHeader header, ulong countersStart, ulong bitmapStart)
        => (_file, _place, _bytes, _header, _countersStart, _bitmapStart) = (file, place, bytes, header, countersStart, bitmapStart);

    /// <summary>Number of records.</summary>
    public int Count => _bytes.Length / _header.Layout.Stride;

    /// <summary>Counters that a time stamp stands in for: 8 bytes of them.</summary>
    public int TimeStampCounters => _header.Flags.HasFlag(ProfileFlags.Temporal) ? TimeStampSize / _header.CounterSize : 0;

    /// <summary>Bytes of the records.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>
    /// The records of the module, for a profile without. They point to counters by link-time address; of several records with the same counters the first counts, and
    /// value sites do not (InstrProfCorrelatorImpl::addDataProbe in llvm/ProfileData/InstrProfCorrelator.cpp).
    /// </summary>
    /// <exception cref="MalformedDataException">The module's records are not whole records of the profile's version.</exception>
    public static RawRecordTable Correlated(ICorrelation correlation, RawProfileHeader header)
    {
        var (layout, order) = (header.Layout, header.Order);
        var bytes = correlation.Records.ToArray();
        var missing = (layout.Stride - (bytes.Length % layout.Stride)) % layout.Stride;

        // On 32-bit systems the section may end with the last field instead of the record's padding.
        if (missing > (order.Is64Bit ? 0 : 4) || bytes.Length == 0)
        {
            throw new MalformedDataException(
                correlation.Name, -1, $"{bytes.Length} bytes of function records are not records of {layout.Stride} bytes, as raw profiles of version {layout.Version} have them");
        }

        Array.Resize(ref bytes, bytes.Length + missing);
        var seen = new HashSet<ulong>();
        var kept = 0;
        for (var start = 0; start < bytes.Length; start += layout.Stride)
        {
            var record = bytes.AsSpan(start, layout.Stride);
            if (seen.Add(order.Pointer(record, RawRecordLayout.CounterPointer)))
            {
                record.Slice(layout.ValueSites, layout.ValueKinds * 2).Clear();
                record.CopyTo(bytes.AsSpan(kept));
                kept += layout.Stride;
            }
        }

        return new RawRecordTable(correlation.Name, -1, bytes.AsMemory(0, kept), header, correlation.CountersAddress, correlation.BitmapAddress);
    }

    /// <summary>Decodes a record.</summary>
    public RawRecord Read(int index) => _header.Layout.Read(_bytes.Span.Slice(index * _header.Layout.Stride, _header.Layout.Stride), _header.Order);

    /// <summary>Finds the counters and the bitmap of a record.</summary>
    /// <param name="index">Number of the record.</param>
    /// <param name="record">The record.</param>
    /// <param name="claimed">Counters that this and earlier records claim together.</param>
    /// <exception cref="MalformedDataException">They are not within the profile's.</exception>
    public RawFunction Resolve(int index, in RawRecord record, ref ulong claimed)
    {
        var shift = (ulong)index * _shift;
        var stamp = TimeStampCounters;
        var first = Place(index, Offset(record.CounterPointer, _countersStart, shift), _header.CounterSize, record.CounterCount, _header.CounterCount, "counters");
        if (record.CounterCount <= (uint)stamp)
        {
            throw Damaged(index, stamp == 0 ? "number of counters is zero" : $"{record.CounterCount} counters leave none beside the time stamp");
        }

        claimed += record.CounterCount;
        if (claimed / MaximumSharing > _header.CounterCount)
        {
            throw Damaged(index, $"records up to here claim {claimed} counters of {_header.CounterCount}");
        }

        var bitmap = record.BitmapSize == 0
            ? 0
            : Place(index, Offset(record.BitmapPointer, _bitmapStart, shift), 1, record.BitmapSize, _header.BitmapSize, "bitmap bytes");
        return new RawFunction(record.NameHash, record.FunctionHash, first + stamp, (int)record.CounterCount - stamp, bitmap, (int)record.BitmapSize);
    }

    /// <summary>A snapshot between LLVM 13 and 14 wrote relative pointers in version 7: the distance of two sections instead of an address.</summary>
    private static bool IsRelativeVersion7(RawProfileHeader header)
    {
        const long LongestDistance = 1L << 40;
        return header.Layout.Version == 7 && (long)header.CountersDelta is < 0 and > -LongestDistance;
    }

    private ulong Offset(ulong pointer, ulong start, ulong shift)
    {
        var offset = unchecked(pointer - (start - shift));
        return _header.Order.Is64Bit ? offset : (uint)offset;
    }

    private int Place(int index, ulong offset, int size, uint count, ulong total, string what)
    {
        var start = offset / (uint)size;
        if (offset % (uint)size != 0 || start >= total || count > total - start || start > int.MaxValue)
        {
            throw Damaged(index, $"{count} {what} at offset {(long)offset} are not within the {total} {what} of the profile");
        }

        return (int)start;
    }

    private MalformedDataException Damaged(int index, string reason) =>
        new(_file, _place < 0 ? -1 : _place + ((long)index * _header.Layout.Stride), $"function record {index}: {reason}");
}
