using System.Buffers.Binary;

namespace CovTools.Modules;

/// <summary>Growing little-endian output for our own encodings.</summary>
internal sealed class ByteOutput
{
    private byte[] _bytes = new byte[256];
    private int _used;

    public void U8(byte value) => Room(1)[0] = value;

    public void U16(ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(Room(2), value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32LittleEndian(Room(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Room(8), value);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Room(bytes.Length));

    public void Uleb(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            U8((byte)(value | 0x80));
        }

        U8((byte)value);
    }

    public byte[] ToArray() => _bytes.AsSpan(0, _used).ToArray();

    private Span<byte> Room(int size)
    {
        if (_bytes.Length - _used < size)
        {
            Array.Resize(ref _bytes, checked((int)Math.Min(Array.MaxLength, Math.Max((long)_bytes.Length * 2, (long)_used + size))));
        }

        var room = _bytes.AsSpan(_used, size);
        _used += size;
        return room;
    }
}
