using System.Buffers.Binary;

namespace CovTools.Profiles;

/// <content>Adds records from the file's bytes, without making <see cref="FunctionRecord"/>s of those that only count further.</content>
internal sealed partial class IndexedRecords
{
    /// <summary>Adds the records to a profile, as adding each of <see cref="Enumerate"/> does, but faster.</summary>
    /// <param name="profile">Gets the records that have nothing but counters and belong to one that it has.</param>
    /// <param name="add">Adds any other record to it.</param>
    /// <param name="records">Grows with each record that was added.</param>
    public void AddTo(ProfileBuilder profile, Action<FunctionRecord> add, ref long records)
    {
        var position = _start;
        var left = 0;
        for (var name = 0UL; name < _nameCount; name++)
        {
            EnterBucket(ref position, ref left);
            if (TryAddPlain(profile, ref position))
            {
                records++;
                continue;
            }

            var hash = ReadName(ref position, out var nameStart, out var nameSize);
            for (var i = 0; i < _records.Count; i++)
            {
                add(Make(hash, _buffer.Memory(nameStart, nameSize), _records[i]));
                records++;
            }
        }
    }

    /// <summary>Adds a name's only record when it has neither bitmap nor values; whatever is not exactly that, damage too, is left to <see cref="ReadName"/>.</summary>
    private bool TryAddPlain(ProfileBuilder profile, ref int position)
    {
        if (_plainRest == 0 || _end - position < ItemHeader)
        {
            return false;
        }

        var header = _buffer.Span(position, ItemHeader);
        var (nameSize, dataSize) = (BinaryPrimitives.ReadUInt64LittleEndian(header[8..]), BinaryPrimitives.ReadUInt64LittleEndian(header[16..]));
        var room = (ulong)(_end - position - ItemHeader);
        if (nameSize > room || dataSize > room - nameSize || dataSize < (ulong)(RecordHeader + _plainRest))
        {
            return false;
        }

        var item = _buffer.Span(position, ItemHeader + (int)nameSize + (int)dataSize);
        var record = item[(ItemHeader + (int)nameSize)..];
        var counters = record[RecordHeader..^_plainRest];
        if (counters.Length % 8 != 0 || BinaryPrimitives.ReadUInt64LittleEndian(record[8..]) != (ulong)counters.Length / 8 || !IsNothing(record[^_plainRest..]))
        {
            return false;
        }

        var isAdded = profile.TryAddCounters(
            BinaryPrimitives.ReadUInt64LittleEndian(item), item.Slice(ItemHeader, (int)nameSize), BinaryPrimitives.ReadUInt64LittleEndian(record), counters);
        position += isAdded ? item.Length : 0;
        return isAdded;
    }

    /// <summary>Whether what follows the counters of a record are an empty bitmap and no values.</summary>
    private static bool IsNothing(ReadOnlySpan<byte> rest)
    {
        var values = rest.Length - ValueDataBlock.EmptySize;
        return BinaryPrimitives.ReadUInt64LittleEndian(rest[values..]) == ValueDataBlock.EmptySize && !rest[..values].ContainsAnyExcept((byte)0);
    }
}
