using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Reads the value profiling data of a raw profile, a block for each record with value sites, in their order (ValueProfData in llvm/ProfileData/InstrProfData.inc):
/// u32 size of the block, u32 number of kinds; for each kind u32 kind, u32 number of sites, a count byte for each site, padding, and the values of each site.
/// </summary>
internal sealed class RawValueReader
{
    private const int BlockHeaderSize = 8;
    private const int KindHeaderSize = 8;
    private const int PairSize = 16;
    private const int WindowSize = 1 << 16;

    private readonly IByteSource _source;
    private readonly ByteOrder _order;
    private readonly int _kinds;
    private byte[] _window = [];
    private ulong _windowStart;

    /// <summary>Starts at the first block.</summary>
    public RawValueReader(IByteSource source, RawProfileHeader header, ulong position)
    {
        _source = source;
        _order = header.Order;
        _kinds = header.Layout.ValueKinds;
        Position = position;
    }

    /// <summary>Offset of the next block in the file.</summary>
    public ulong Position { get; private set; }

    /// <summary>Passes over a block.</summary>
    /// <param name="record">Number of its record, for errors.</param>
    public void Skip(int record) => Position += (ulong)BlockSize(record);

    /// <summary>Decodes a block and goes on behind it.</summary>
    /// <param name="record">Number of its record, for errors.</param>
    /// <param name="addresses">Resolves values; null leaves them as the process saw them.</param>
    /// <returns>Null when the block has no sites.</returns>
    public ValueProfile? Read(int record, RawAddressMap? addresses)
    {
        var size = BlockSize(record);
        var block = Bytes(size);
        var kinds = _order.U32(block, 4);
        var sites = new IReadOnlyList<IReadOnlyList<ValueCount>>?[ValueProfile.KindCount];
        var position = BlockHeaderSize;
        for (var i = 0; i < kinds; i++)
        {
            if (size - position < KindHeaderSize)
            {
                throw Damaged(record, position, $"kind {i} of {kinds} lies behind the end of the block of {size} bytes");
            }

            var kind = _order.U32(block, position);
            if (kind >= (uint)_kinds || sites[kind] is not null)
            {
                throw Damaged(record, position, $"value kind {kind} is unknown or repeated");
            }

            sites[kind] = ReadSites(record, block, ref position, (ValueKind)kind, addresses);
        }

        Position += (ulong)size;
        return Array.TrueForAll(sites, kind => kind is null or { Count: 0 }) ? null : new ValueProfile(sites[0] ?? [], sites[1] ?? [], sites[2] ?? []);
    }

    private IReadOnlyList<ValueCount>[] ReadSites(int record, ReadOnlySpan<byte> block, ref int position, ValueKind kind, RawAddressMap? addresses)
    {
        var count = _order.U32(block, position + 4);
        if (count > (uint)(block.Length - position - KindHeaderSize))
        {
            throw Damaged(record, position, $"{count} value sites go past the end of the block of {block.Length} bytes");
        }

        var counts = block.Slice(position + KindHeaderSize, (int)count);
        var next = position + KindHeaderSize + (((long)count + 7) & ~7L);
        var sites = new IReadOnlyList<ValueCount>[count];
        for (var site = 0; site < sites.Length; site++)
        {
            if (next + (counts[site] * PairSize) > block.Length)
            {
                throw Damaged(record, position, $"{counts[site]} values of site {site} go past the end of the block of {block.Length} bytes");
            }

            sites[site] = ReadValues(block.Slice((int)next, counts[site] * PairSize), kind, addresses);
            next += counts[site] * PairSize;
        }

        if (next > block.Length)
        {
            throw Damaged(record, position, $"the counts of {count} value sites go past the end of the block of {block.Length} bytes");
        }

        position = (int)next;
        return sites;
    }

    private ValueCount[] ReadValues(ReadOnlySpan<byte> bytes, ValueKind kind, RawAddressMap? addresses)
    {
        if (bytes.IsEmpty)
        {
            return [];
        }

        var values = new ValueCount[bytes.Length / PairSize];
        for (var i = 0; i < values.Length; i++)
        {
            var value = _order.U64(bytes, i * PairSize);
            values[i] = new ValueCount(addresses is null ? value : addresses.Resolve(kind, value), _order.U64(bytes, (i * PairSize) + 8));
        }

        return values;
    }

    private int BlockSize(int record)
    {
        _source.Require(Position, BlockHeaderSize, $"value profiling data of function record {record}");
        var header = Bytes(BlockHeaderSize);
        var (size, kinds) = (_order.U32(header, 0), _order.U32(header, 4));
        if (size < BlockHeaderSize || size % 8 != 0 || kinds > (uint)_kinds || size > int.MaxValue)
        {
            throw Damaged(record, 0, $"a block of {size} bytes with {kinds} kinds");
        }

        _source.Require(Position, size, $"value profiling data of function record {record}");
        return (int)size;
    }

    /// <summary>Bytes at the position, which were required; the file is read in larger pieces.</summary>
    private ReadOnlySpan<byte> Bytes(int size)
    {
        if (Position < _windowStart || Position + (ulong)size > _windowStart + (ulong)_window.Length)
        {
            var length = (int)Math.Min((ulong)Math.Max(size, WindowSize), (ulong)_source.Length - Position);
            if (_window.Length != length)
            {
                _window = new byte[length];
            }

            _source.Read((long)Position, _window);
            _windowStart = Position;
        }

        return _window.AsSpan((int)(Position - _windowStart), size);
    }

    private MalformedDataException Damaged(int record, int position, string reason) =>
        new(_source.Name, (long)Position + position, $"value profiling data of function record {record}: {reason}");
}
