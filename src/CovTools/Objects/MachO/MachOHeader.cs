namespace CovTools.Objects;

/// <summary>The header of a Mach-O file (mach_header and mach_header_64 in mach-o/loader.h).</summary>
/// <param name="Order">Byte order and width.</param>
/// <param name="CpuType">cputype.</param>
/// <param name="CpuSubtype">cpusubtype without the capability bits.</param>
/// <param name="FileType">filetype: 1 relocatable object, 2 executable, 6 library, 8 bundle …</param>
/// <param name="CommandCount">ncmds.</param>
/// <param name="CommandsSize">sizeofcmds, bytes.</param>
internal readonly record struct MachOHeader(ByteOrder Order, uint CpuType, uint CpuSubtype, uint FileType, uint CommandCount, uint CommandsSize)
{
    private const uint Magic32 = 0xfeedface;
    private const uint Magic64 = 0xfeedfacf;
    private const uint CapabilityBits = 0xff000000;

    /// <summary>Size of the header; the load commands follow.</summary>
    public int Size => SizeOf(Order.Is64Bit);

    /// <summary>Byte order and width that the first four bytes tell; null: no Mach-O file.</summary>
    public static ByteOrder? Recognise(ReadOnlySpan<byte> start)
    {
        foreach (var order in (ReadOnlySpan<ByteOrder>)[new(false, true), new(false, false), new(true, true), new(true, false)])
        {
            if (start.Length >= 4 && order.U32(start, 0) == (order.Is64Bit ? Magic64 : Magic32))
            {
                return order;
            }
        }

        return null;
    }

    public static MachOHeader Read(IByteSource source)
    {
        var start = source.ReadBytes(0, 4, "the Mach-O magic");
        var order = Recognise(start) ?? throw new MalformedDataException(source.Name, 0, "this is not a Mach-O file");
        var bytes = source.ReadBytes(0, (ulong)SizeOf(order.Is64Bit), "the Mach-O header");
        return new MachOHeader(
            order,
            CpuType: order.U32(bytes, 4),
            CpuSubtype: order.U32(bytes, 8) & ~CapabilityBits,
            FileType: order.U32(bytes, 12),
            CommandCount: order.U32(bytes, 16),
            CommandsSize: order.U32(bytes, 20));
    }

    private static int SizeOf(bool is64Bit) => is64Bit ? 32 : 28;
}
