using System.Buffers.Binary;

namespace CovTools.Tests.Profiles;

internal sealed partial record SyntheticRawProfile
{
    private static int Pad(int size) => (8 - (size & 7)) & 7;

    private void Zeros(int count) => _bytes.AddRange(new byte[count]);

    private void Pointer(ulong value)
    {
        if (Is64Bit)
        {
            U64(value);
        }
        else
        {
            U32((uint)value);
        }
    }

    private void U16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(bytes);
    }

    private void U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(bytes);
    }

    private void U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(bytes);
    }
}
