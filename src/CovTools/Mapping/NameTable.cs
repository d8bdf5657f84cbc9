namespace CovTools.Mapping;

/// <summary>
/// The names section: chunks of {size, compressed size, names joined by byte 1}, zero bytes between them (InstrProf.cpp,
/// readAndDecodeStrings). Before version 2 of the mapping it is plain text that records point into.
/// </summary>
internal sealed class NameTable
{
    private const byte Separator = 1;

    private readonly List<ReadOnlyMemory<byte>> _chunks = [];
    private readonly Dictionary<ulong, NameSlice> _names = [];

    public ReadOnlySpan<byte> this[NameSlice slice] => _chunks[slice.Chunk].Span.Slice(slice.Start, slice.Length);

    /// <summary>Takes the section as plain text.</summary>
    public static NameTable FromText(ReadOnlyMemory<byte> section)
    {
        var table = new NameTable();
        table._chunks.Add(section);
        return table;
    }

    /// <summary>Decodes the section.</summary>
    /// <exception cref="MalformedDataException">A chunk is damaged.</exception>
    public static NameTable Decode(ReadOnlyMemory<byte> section, string source)
    {
        var table = new NameTable();
        var position = 0;
        while (position < section.Length)
        {
            if (section.Span[position] == 0)
            {
                position++;
                continue;
            }

            position += table.DecodeChunk(section[position..], source, position);
        }

        return table;
    }

    public bool TryFind(ulong nameHash, out NameSlice slice) => _names.TryGetValue(nameHash, out slice);

    private int DecodeChunk(ReadOnlyMemory<byte> bytes, string source, int offset)
    {
        var cursor = new MappingCursor(bytes.Span);
        var size = cursor.ReadNumber();
        var compressedSize = cursor.ReadSize("bytes of compressed names");
        if (!cursor.Failed && compressedSize == 0 && size > (ulong)cursor.Remaining)
        {
            cursor.Fail($"{size} bytes of names cannot fit into the {cursor.Remaining} bytes that are left");
        }

        if (cursor.Failure is { } reason)
        {
            throw new MalformedDataException(source, offset + cursor.Position, reason);
        }

        var start = cursor.Position;
        var chunk = compressedSize == 0
            ? bytes.Slice(start, (int)size)
            : ZlibBlock.TryInflate(bytes.Slice(start, compressedSize), size) ?? throw new MalformedDataException(source, offset + start, "the names cannot be decompressed");
        AddNames(chunk);
        return start + (compressedSize == 0 ? (int)size : compressedSize);
    }

    private void AddNames(ReadOnlyMemory<byte> chunk)
    {
        var bytes = chunk.Span;
        var index = _chunks.Count;
        _chunks.Add(chunk);
        for (var start = 0; start < bytes.Length;)
        {
            var length = bytes[start..].IndexOf(Separator);
            length = length < 0 ? bytes.Length - start : length;
            if (length > 0)
            {
                _names.TryAdd(NameHash.Compute(bytes.Slice(start, length)), new NameSlice(index, start, length));
            }

            start += length + 1;
        }
    }

    /// <summary>Drops the index once all functions have their names; the names stay.</summary>
    public void DropIndex()
    {
        _names.Clear();
        _names.TrimExcess();
    }
}
