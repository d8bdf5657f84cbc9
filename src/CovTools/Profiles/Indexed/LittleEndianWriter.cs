using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>Buffered little-endian output that knows its position.</summary>
internal sealed class LittleEndianWriter
{
    private const int BufferSize = 1 << 16;

    private readonly Stream _stream;
    private readonly byte[] _buffer;
    private int _used;
    private ulong _flushed;

    public LittleEndianWriter(Stream stream) => (_stream, _buffer) = (stream, new byte[BufferSize]);

    /// <summary>Writes into an array that has room for everything.</summary>
    public LittleEndianWriter(byte[] target) => (_stream, _buffer) = (Stream.Null, target);

    /// <summary>Bytes written so far.</summary>
    public ulong Position => _flushed + (ulong)_used;

    public void Byte(byte value) => Room(1)[0] = value;

    public void U16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length)
        {
            Flush();
            _stream.Write(bytes);
            _flushed += (ulong)bytes.Length;
            return;
        }

        bytes.CopyTo(Room(bytes.Length));
    }

    public void U64s(ReadOnlySpan<ulong> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            Bytes(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (var value in values)
        {
            U64(value);
        }
    }

    /// <summary>Zero bytes up to the next multiple of 8.</summary>
    public void Pad8()
    {
        var padding = Room((int)((8 - (Position & 7)) & 7));
        padding.Clear();
    }

    public void Flush()
    {
        _stream.Write(_buffer, 0, _used);
        _flushed += (ulong)_used;
        _used = 0;
    }

    private Span<byte> Room(int size)
    {
        if (_buffer.Length - _used < size)
        {
            Flush();
        }

        var room = _buffer.AsSpan(_used, size);
        _used += size;
        return room;
    }
}
