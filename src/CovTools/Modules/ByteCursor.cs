using System.Buffers.Binary;
using System.Text;

namespace CovTools.Modules;

/// <summary>Reads our own little-endian encodings; every step is checked.</summary>
internal ref struct ByteCursor
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly string _file;
    private int _position;

    public ByteCursor(ReadOnlySpan<byte> bytes, string file)
    {
        _bytes = bytes;
        _file = file;
    }

    public readonly int Position => _position;

    public readonly int Remaining => _bytes.Length - _position;

    public byte U8(string what) => Take(1, what)[0];

    public ushort U16(string what) => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, what));

    public uint U32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public ulong U64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    public string Text(int size, string what) => Encoding.UTF8.GetString(Take(size, what));

    public ReadOnlySpan<byte> Take(long size, string what)
    {
        if (size > Remaining)
        {
            throw Fail($"{what} ({size} bytes) goes past the end");
        }

        var taken = _bytes.Slice(_position, (int)size);
        _position += (int)size;
        return taken;
    }

    public ulong Uleb(string what)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = U8(what);
            if (shift == 63 && part > 1)
            {
                throw Fail($"{what} has more than 64 bits");
            }

            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return part == 0 && shift > 0 ? throw Fail($"{what} is written with more bytes than needed") : value;
            }
        }
    }

    public readonly MalformedDataException Fail(string reason) => new(_file, _position, reason);
}
