using System.Buffers.Binary;

namespace CovTools.Objects;

/// <summary>Integers of an object file or profile in its own byte order and pointer width.</summary>
/// <param name="BigEndian">Most significant byte first.</param>
/// <param name="Is64Bit">Addresses have 8 bytes; otherwise 4.</param>
internal readonly record struct ByteOrder(bool BigEndian, bool Is64Bit)
{
    /// <summary>Size of an address in bytes.</summary>
    public int PointerSize => Is64Bit ? 8 : 4;

    public ushort U16(ReadOnlySpan<byte> bytes, int offset) => BigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    public uint U32(ReadOnlySpan<byte> bytes, int offset) => BigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    public ulong U64(ReadOnlySpan<byte> bytes, int offset) => BigEndian
        ? BinaryPrimitives.ReadUInt64BigEndian(bytes[offset..])
        : BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    /// <summary>An address, zero-extended.</summary>
    public ulong Pointer(ReadOnlySpan<byte> bytes, int offset) => Is64Bit ? U64(bytes, offset) : U32(bytes, offset);

    public void PutU16(Span<byte> bytes, int offset, ushort value)
    {
        if (BigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes[offset..], value);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes[offset..], value);
        }
    }

    public void PutU32(Span<byte> bytes, int offset, uint value)
    {
        if (BigEndian)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes[offset..], value);
        }
        else
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[offset..], value);
        }
    }

    public void PutU64(Span<byte> bytes, int offset, ulong value)
    {
        if (BigEndian)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes[offset..], value);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes[offset..], value);
        }
    }

    /// <summary>Writes an address; the upper half is dropped for 32-bit files.</summary>
    public void PutPointer(Span<byte> bytes, int offset, ulong value)
    {
        if (Is64Bit)
        {
            PutU64(bytes, offset, value);
        }
        else
        {
            PutU32(bytes, offset, unchecked((uint)value));
        }
    }
}
