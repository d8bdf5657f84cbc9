namespace CovTools.Objects;

/// <summary>The ELF header and the tables it points to.</summary>
internal readonly record struct ElfHeader(ByteOrder Order, ushort Type, ushort Machine, ulong ProgramHeaders, int ProgramHeaderSize, ulong SectionHeaders, int SectionHeaderSize, ushort ProgramHeaderCount, ushort SectionHeaderCount, ushort NamesIndex)
{
    private const int Size32 = 52;
    private const int Size64 = 64;

    /// <summary>Smallest section header of this class, bytes.</summary>
    public int MinimumSectionHeaderSize => Order.Is64Bit ? 64 : 40;

    /// <summary>Smallest program header of this class, bytes.</summary>
    public int MinimumProgramHeaderSize => Order.Is64Bit ? 56 : 32;

    public static ElfHeader Read(IByteSource source)
    {
        Span<byte> bytes = stackalloc byte[Size64];
        bytes.Clear();
        source.Require(0, 16, "the ELF identification");
        source.Read(0, bytes[..16]);
        if (!bytes[..4].SequenceEqual("\u007fELF"u8))
        {
            throw new MalformedDataException(source.Name, 0, "this is not an ELF file");
        }

        if (bytes[4] is not (1 or 2))
        {
            throw new MalformedDataException(source.Name, 4, $"unknown ELF class {bytes[4]}");
        }

        if (bytes[5] is not (1 or 2))
        {
            throw new MalformedDataException(source.Name, 5, $"unknown ELF byte order {bytes[5]}");
        }

        var order = new ByteOrder(BigEndian: bytes[5] == 2, Is64Bit: bytes[4] == 2);
        var size = order.Is64Bit ? Size64 : Size32;
        source.Require(0, (ulong)size, "the ELF header");
        source.Read(0, bytes[..size]);
        var tail = order.Is64Bit ? 54 : 42;
        return new ElfHeader(
            order,
            Type: order.U16(bytes, 16),
            Machine: order.U16(bytes, 18),
            ProgramHeaders: order.Pointer(bytes, order.Is64Bit ? 32 : 28),
            ProgramHeaderSize: order.U16(bytes, tail),
            SectionHeaders: order.Pointer(bytes, order.Is64Bit ? 40 : 32),
            SectionHeaderSize: order.U16(bytes, tail + 4),
            ProgramHeaderCount: order.U16(bytes, tail + 2),
            SectionHeaderCount: order.U16(bytes, tail + 6),
            NamesIndex: order.U16(bytes, tail + 8));
    }
}
