using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>A virtual table record (INSTR_PROF_VTABLE_DATA in llvm/ProfileData/InstrProfData.inc): where the table with that name was in memory.</summary>
internal readonly record struct RawVirtualTable(ulong NameHash, ulong Address, uint Length)
{
    /// <summary>Bytes of a record: u64, pointer, u32, rounded up to 8.</summary>
    public static int Size(ByteOrder order) => order.Is64Bit ? 24 : 16;

    /// <summary>Decodes all records.</summary>
    public static RawVirtualTable[] ReadAll(ReadOnlySpan<byte> bytes, ByteOrder order)
    {
        var size = Size(order);
        var tables = new RawVirtualTable[bytes.Length / size];
        for (var i = 0; i < tables.Length; i++)
        {
            var record = bytes.Slice(i * size, size);
            tables[i] = new RawVirtualTable(order.U64(record, 0), order.Pointer(record, 8), order.U32(record, 8 + order.PointerSize));
        }

        return tables;
    }
}
