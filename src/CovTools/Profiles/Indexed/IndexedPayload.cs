using System.Buffers;

namespace CovTools.Profiles;

/// <summary>
/// The items of the hash table of an indexed profile, bucket after bucket. All sizes are known before the first byte is written; so parts of the table
/// are made by several threads, in memory, and written in order.
/// </summary>
internal sealed class IndexedPayload
{
    private const int ItemHeader = 24;
    private const int BucketHeader = 2;

    /// <summary>Size of a part, about; with its last bucket it usually stays below 1 MiB, a size that the pool of arrays has.</summary>
    private const ulong PartSize = (1 << 20) - (1 << 14);

    private readonly ProfileContent _profile;
    private readonly ChainedHashTable _table;
    private readonly int _version;
    private readonly int _kinds;
    private readonly ulong[] _dataSizes;

    /// <summary>Lays the items out.</summary>
    /// <param name="profile">The records.</param>
    /// <param name="table">The names, by bucket.</param>
    /// <param name="version">Indexed version: 7 to 14.</param>
    /// <param name="start">Offset of the first item in the file.</param>
    public IndexedPayload(ProfileContent profile, ChainedHashTable table, int version, ulong start)
    {
        _profile = profile;
        _table = table;
        _version = version;
        _kinds = ValueDataBlock.KindsOf(profile.Release);
        _dataSizes = DataSizes();
        Offsets = BucketOffsets(start, out var end);
        Start = start;
        End = end;
    }

    /// <summary>Where the items start in the file.</summary>
    public ulong Start { get; }

    /// <summary>Where they end.</summary>
    public ulong End { get; }

    /// <summary>For each bucket its offset in the file; 0 when it is empty.</summary>
    public ulong[] Offsets { get; }

    /// <summary>Writes the items.</summary>
    /// <exception cref="InvalidOperationException">More than 65,535 names share a bucket, which the format cannot express.</exception>
    public void Write(LittleEndianWriter writer)
    {
        if (End - Start <= PartSize)
        {
            Write(writer, 0, _table.BucketCount);
            return;
        }

        // While one part is written, the next ones are made.
        var parts = new Queue<Task<ArraySegment<byte>>>();
        for (var first = 0; first < _table.BucketCount || parts.Count > 0;)
        {
            while (first < _table.BucketCount && parts.Count < Environment.ProcessorCount + 1)
            {
                var part = PartFrom(first);
                parts.Enqueue(Task.Run(() => Make(part)));
                first = part.Last;
            }

            var made = parts.Dequeue().GetAwaiter().GetResult();
            writer.Bytes(made);
            ArrayPool<byte>.Shared.Return(made.Array!); // it was rented
        }
    }

    /// <summary>Sizes by name, in one pass over records that lie in memory one after another.</summary>
    private ulong[] DataSizes()
    {
        var sizes = new ulong[_profile.Names.Length];
        foreach (ref readonly var entry in _profile.Entries)
        {
            sizes[entry.Name] += 16 + (8 * (ulong)entry.Counters.Length) + ValueDataBlock.SizeOf(entry.Values, _kinds) + _version switch
            {
                < 11 => 0,
                < 14 => 8 + (8 * (ulong)entry.Bitmap.Length),
                _ => 16 + (((ulong)entry.Bitmap.Length + 7) & ~7UL),
            };
        }

        return sizes;
    }

    private ulong[] BucketOffsets(ulong start, out ulong end)
    {
        var names = _profile.Names;
        var offsets = new ulong[_table.BucketCount];
        for (var bucket = 0; bucket < offsets.Length; bucket++)
        {
            var size = 0UL;
            for (var name = _table.First(bucket); name >= 0; name = _table.Next(name))
            {
                size += ItemHeader + (ulong)names[name].Bytes.Length + _dataSizes[name];
            }

            if (size > 0)
            {
                offsets[bucket] = start;
                start += BucketHeader + size;
            }
        }

        end = start;
        return offsets;
    }

    private (int First, int Last, ulong Size) PartFrom(int first)
    {
        var start = OffsetFrom(first);
        var last = first + 1;
        while (last < _table.BucketCount && OffsetFrom(last) - start < PartSize)
        {
            last++;
        }

        return (first, last, OffsetFrom(last) - start);
    }

    /// <summary>Where the first item at or after a bucket starts.</summary>
    private ulong OffsetFrom(int bucket)
    {
        while (bucket < Offsets.Length && Offsets[bucket] == 0)
        {
            bucket++;
        }

        return bucket < Offsets.Length ? Offsets[bucket] : End;
    }

    private ArraySegment<byte> Make((int First, int Last, ulong Size) part)
    {
        var size = checked((int)part.Size);
        var bytes = ArrayPool<byte>.Shared.Rent(size);
        Write(new LittleEndianWriter(bytes), part.First, part.Last);
        return new ArraySegment<byte>(bytes, 0, size);
    }

    private void Write(LittleEndianWriter writer, int firstBucket, int endBucket)
    {
        for (var bucket = firstBucket; bucket < endBucket; bucket++)
        {
            var count = 0;
            for (var name = _table.First(bucket); name >= 0; name = _table.Next(name))
            {
                count++;
            }

            if (count == 0)
            {
                continue;
            }

            if (count > ushort.MaxValue)
            {
                throw new InvalidOperationException($"{count} function names share bucket {bucket} of the profile's hash table; the format allows {ushort.MaxValue}.");
            }

            writer.U16((ushort)count);
            for (var name = _table.First(bucket); name >= 0; name = _table.Next(name))
            {
                WriteItem(writer, name);
            }
        }
    }

    private void WriteItem(LittleEndianWriter writer, int index)
    {
        ref readonly var name = ref _profile.Names[index];
        writer.U64(name.Hash);
        writer.U64((ulong)name.Bytes.Length);
        writer.U64(_dataSizes[index]);
        writer.Bytes(name.Bytes.Span);
        if (name.EntryCount == 1)
        {
            WriteRecord(writer, _profile.Entries[name.FirstEntry]);
            return;
        }

        var entries = new int[name.EntryCount];
        var hashes = new ulong[name.EntryCount];
        var next = name.FirstEntry;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = next;
            hashes[i] = _profile.Entries[next].FunctionHash;
            next = _profile.Entries[next].NextEntry;
        }

        foreach (var i in HashTableOrder.OfFunctionHashes(hashes, _profile.Release))
        {
            WriteRecord(writer, _profile.Entries[entries[i]]);
        }
    }

    private void WriteRecord(LittleEndianWriter writer, in ProfileEntry entry)
    {
        writer.U64(entry.FunctionHash);
        writer.U64((ulong)entry.Counters.Length);
        writer.U64s(entry.Counters.Span);
        if (_version >= 11)
        {
            WriteBitmap(writer, entry.Bitmap.Span);
        }

        ValueDataBlock.Write(writer, entry.Values, _kinds);
    }

    private void WriteBitmap(LittleEndianWriter writer, ReadOnlySpan<byte> bitmap)
    {
        writer.U64((ulong)bitmap.Length);
        if (_version < 14)
        {
            foreach (var value in bitmap)
            {
                writer.U64(value);
            }

            return;
        }

        writer.Bytes(bitmap);
        writer.Bytes("\0\0\0\0\0\0\0"u8[..((8 - (bitmap.Length & 7)) & 7)]);
        writer.U64(0); // uniformity bytes
    }
}
