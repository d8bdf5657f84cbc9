using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>
/// Walks the records of an indexed profile in the order of the file (OnDiskIterableChainedHashTable in llvm/Support/OnDiskHashTable.h, and
/// InstrProfLookupTrait::ReadData in llvm/ProfileData/InstrProfReader.cpp). Bytes about uniform branches (version 14, GPU profiles) are skipped: no host profile has any.
/// </summary>
internal sealed partial class IndexedRecords
{
    /// <summary>A name's hash, its length and the length of its records.</summary>
    private const int ItemHeader = 24;

    /// <summary>A record's hash and its number of counters.</summary>
    private const int RecordHeader = 16;

    private readonly IndexedBuffer _buffer;
    private readonly int _version;
    private readonly ulong _bucketMask;
    private readonly int _start;
    private readonly int _end;
    private readonly ulong _nameCount;
    private readonly List<IndexedRecord> _records = [];

    /// <summary>Bytes that follow the counters of a record without bitmap and values; 0 when the version has another form.</summary>
    private readonly int _plainRest;
    private ulong[] _counters = new ulong[256];
    private byte[] _bitmap = [];

    /// <summary>Checks the index of the hash table.</summary>
    /// <param name="buffer">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="start">Offset of the first bucket.</param>
    public IndexedRecords(IndexedBuffer buffer, IndexedHeader header, int start)
    {
        _buffer = buffer;
        _version = header.Version;
        _plainRest = !BitConverter.IsLittleEndian ? 0 : _version switch
        {
            < 3 => 0,
            < 11 => 8,
            < 14 => 16,
            _ => 24,
        };
        _start = start;
        _end = buffer.Require(header.HashOffset, 16, buffer.Length, "the index of the hash table");
        var buckets = buffer.U64(_end);
        _nameCount = buffer.U64(_end + 8);
        if (_end < start)
        {
            throw buffer.Malformed(32, $"the index of the hash table at 0x{_end:x} lies before the records at 0x{start:x}");
        }

        if (!ulong.IsPow2(buckets) || buckets > (ulong)(buffer.Length - _end - 16) / 8)
        {
            throw buffer.Malformed(header.HashOffset, $"a hash table of {buckets} buckets");
        }

        if (_nameCount > (ulong)(_end - start) / ItemHeader)
        {
            throw buffer.Malformed(header.HashOffset + 8, $"{_nameCount} names in {_end - start} bytes");
        }

        _bucketMask = buckets - 1;
        CheckBuckets((int)buckets);
    }

    /// <summary>The records. One name's are checked together: all of them are given or none.</summary>
    public IEnumerable<FunctionRecord> Enumerate()
    {
        var position = _start;
        var left = 0;
        for (var name = 0UL; name < _nameCount; name++)
        {
            EnterBucket(ref position, ref left);
            var hash = ReadName(ref position, out var nameStart, out var nameSize);
            for (var i = 0; i < _records.Count; i++)
            {
                yield return Make(hash, _buffer.Memory(nameStart, nameSize), _records[i]);
            }
        }
    }

    /// <summary>Steps over the size of a bucket where one starts.</summary>
    private void EnterBucket(ref int position, ref int left)
    {
        if (left == 0)
        {
            left = _buffer.U16(_buffer.Require((ulong)position, 2, _end, "the size of a bucket"));
            if (left == 0)
            {
                throw _buffer.Malformed((ulong)position, "a bucket without names");
            }

            position += 2;
        }

        left--;
    }

    private void CheckBuckets(int count)
    {
        for (var bucket = 0; bucket < count; bucket++)
        {
            var place = _end + 16 + (bucket * 8);
            var offset = _buffer.U64(place);
            if (offset != 0 && (offset < (ulong)_start || offset >= (ulong)_end))
            {
                throw _buffer.Malformed((ulong)place, $"a bucket at 0x{offset:x}, outside of the records");
            }
        }
    }

    private ulong ReadName(ref int position, out int nameStart, out int nameSize)
    {
        var (hash, data, end) = LocateItem(position);
        nameStart = position + ItemHeader;
        nameSize = data - nameStart;

        // All of it is in memory now, until the next name is read.
        _buffer.Span(position, end - position);
        _records.Clear();
        for (var next = data; next < end;)
        {
            _records.Add(Locate(ref next, end));
        }

        position = end;
        return hash;
    }

    /// <summary>The hash of an item's name, and where its records start and end.</summary>
    private (ulong Hash, int Data, int End) LocateItem(int position)
    {
        var item = _buffer.Require((ulong)position, ItemHeader, _end, "the lengths of a name and its records");
        var keySize = _buffer.U64(item + 8);
        var dataSize = _buffer.U64(item + 16);
        var name = _buffer.Require((ulong)item + ItemHeader, keySize, _end, "a name");
        var data = _buffer.Require((ulong)name + keySize, dataSize, _end, "the records of a name");
        return dataSize > 0 && dataSize % 8 == 0
            ? (_buffer.U64(item), data, data + (int)dataSize)
            : throw _buffer.Malformed((ulong)item + 16, $"records of a name take {dataSize} bytes, which is no multiple of 8 above 0");
    }

    private IndexedRecord Locate(ref int position, int end)
    {
        var start = position;
        var hash = _buffer.U64(_buffer.Require((ulong)position, 8, end, "a function hash"));
        position += 8;
        var count = (ulong)(end - position) / 8;
        if (_version > 1)
        {
            count = ReadCount(ref position, end, 8, "counters");
        }
        else if (count == 0)
        {
            throw _buffer.Malformed((ulong)start, "a record without counters");
        }

        var counters = position;
        position += (int)count * 8;
        var bitmap = position;
        var bitmapSize = 0UL;
        if (_version >= 11)
        {
            bitmapSize = ReadCount(ref position, end, _version < 14 ? 8 : 1, "bitmap bytes");
            bitmap = position;
            position += _version < 14 ? (int)bitmapSize * 8 : Pad8(bitmapSize);
        }

        if (_version >= 14)
        {
            var uniformity = ReadCount(ref position, end, 1, "uniformity bytes");
            position += Pad8(uniformity);
        }

        ValueProfile? values = null;
        if (_version >= 3)
        {
            if (position > end)
            {
                throw _buffer.Malformed((ulong)start, "a record goes past the records of its name");
            }

            if (ValueDataBlock.TryRead(_buffer.Span(position, end - position), out var size, out values) is { } reason)
            {
                throw _buffer.Malformed((ulong)position, reason);
            }

            position += size;
        }

        return new IndexedRecord(hash, counters, (int)count, bitmap, (int)bitmapSize, values);
    }

    private ulong ReadCount(ref int position, int end, int size, string what)
    {
        var count = _buffer.U64(_buffer.Require((ulong)position, 8, end, what));
        if (count > (ulong)(end - position - 8) / (ulong)size)
        {
            throw _buffer.Malformed((ulong)position, $"{count} {what} where {end - position - 8} bytes are left");
        }

        position += 8;
        return count;
    }

    private FunctionRecord Make(ulong nameHash, ReadOnlyMemory<byte> name, in IndexedRecord record)
    {
        if (_counters.Length < record.CounterCount)
        {
            _counters = new ulong[Math.Max(record.CounterCount, _counters.Length * 2)];
        }

        _buffer.Span(record.Counters, record.CounterCount * 8).CopyTo(MemoryMarshal.AsBytes(_counters.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(_counters.AsSpan(0, record.CounterCount), _counters);
        }

        return new FunctionRecord(nameHash, name, record.FunctionHash, _counters.AsMemory(0, record.CounterCount), Bitmap(record), record.Values);
    }

    private ReadOnlyMemory<byte> Bitmap(in IndexedRecord record)
    {
        if (record.BitmapSize == 0 || _version >= 14)
        {
            return _buffer.Memory(record.Bitmap, record.BitmapSize);
        }

        if (_bitmap.Length < record.BitmapSize)
        {
            _bitmap = new byte[record.BitmapSize];
        }

        Narrowed(record, _bitmap);
        return _bitmap.AsMemory(0, record.BitmapSize);
    }

    /// <summary>Before version 14 a byte of a bitmap takes eight in the file.</summary>
    private ReadOnlySpan<byte> Narrowed(scoped in IndexedRecord record, byte[] bytes)
    {
        for (var i = 0; i < record.BitmapSize; i++)
        {
            var place = record.Bitmap + (i * 8);
            var value = _buffer.U64(place);
            bytes[i] = value <= byte.MaxValue ? (byte)value : throw _buffer.Malformed((ulong)place, $"a bitmap byte of {value}");
        }

        return bytes.AsSpan(0, record.BitmapSize);
    }

    private static int Pad8(ulong size) => (int)((size + 7) & ~7UL);
}
