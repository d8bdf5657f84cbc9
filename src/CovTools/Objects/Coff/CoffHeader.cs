namespace CovTools.Objects;

/// <summary>The header of a COFF object, a "big" COFF object or a PE image (Microsoft's "PE Format"; bigobj: coff_bigobj_file_header in llvm/Object/COFF.h).</summary>
/// <param name="Machine">IMAGE_FILE_MACHINE_*.</param>
/// <param name="IsImage">Linked: starts with an MS-DOS stub.</param>
/// <param name="SectionCount">Number of sections.</param>
/// <param name="SectionTable">File offset of the section table.</param>
/// <param name="StringTable">File offset of the string table; 0: there is none.</param>
/// <param name="OptionalHeader">File offset of the optional header.</param>
/// <param name="OptionalHeaderSize">Its size in bytes; 0 in objects.</param>
internal readonly record struct CoffHeader(ushort Machine, bool IsImage, uint SectionCount, ulong SectionTable, ulong StringTable, ulong OptionalHeader, int OptionalHeaderSize)
{
    private const int Size = 20;
    private const int BigSize = 56;
    private const int SymbolSize = 18;
    private const int BigSymbolSize = 20;
    private const int SignatureOffset = 0x3c;

    private static readonly ByteOrder s_order = new(BigEndian: false, Is64Bit: false);

    /// <summary>ANON_OBJECT_HEADER_BIGOBJ's class id.</summary>
    private static ReadOnlySpan<byte> BigClassId => [0xc7, 0xa1, 0xba, 0xd1, 0xee, 0xba, 0xa9, 0x4b, 0xaf, 0x20, 0xfa, 0xf6, 0x6a, 0xa4, 0xdc, 0xb8];

    /// <summary>Whether a file that starts so is a PE image, a COFF object of a machine that we know or a big COFF object.</summary>
    public static bool Recognise(ReadOnlySpan<byte> start) =>
        start.StartsWith("MZ"u8) || IsBig(start) || (start.Length >= Size && CoffArchitecture.IsKnown(s_order.U16(start, 0)) && s_order.U16(start, 16) == 0);

    public static CoffHeader Read(IByteSource source)
    {
        var start = source.ReadBytes(0, (ulong)Math.Min(source.Length, BigSize), "the COFF header");
        return start.AsSpan().StartsWith("MZ"u8) ? ReadImage(source)
            : IsBig(start) ? ReadBig(source, start)
            : Recognise(start) ? ReadPlain(start, 0, isImage: false)
            : throw new MalformedDataException(source.Name, 0, "this is neither a COFF object nor a PE image");
    }

    private static bool IsBig(ReadOnlySpan<byte> start) =>
        start.Length >= BigSize && s_order.U16(start, 0) == 0 && s_order.U16(start, 2) == 0xffff && start.Slice(12, 16).SequenceEqual(BigClassId);

    private static CoffHeader ReadImage(IByteSource source)
    {
        var position = s_order.U32(source.ReadBytes(SignatureOffset, 4, "the offset of the PE signature"), 0);
        var bytes = source.ReadBytes(position, 4 + Size, "the PE header");
        return bytes.AsSpan().StartsWith("PE\0\0"u8)
            ? ReadPlain(bytes.AsSpan(4), position + 4UL, isImage: true)
            : throw new MalformedDataException(source.Name, position, "the PE signature is missing");
    }

    private static CoffHeader ReadPlain(ReadOnlySpan<byte> header, ulong offset, bool isImage)
    {
        var symbols = s_order.U32(header, 8);
        var optionalSize = s_order.U16(header, 16);
        var optional = offset + Size;
        return new CoffHeader(
            s_order.U16(header, 0), isImage, s_order.U16(header, 2), optional + optionalSize, symbols == 0 ? 0 : symbols + (s_order.U32(header, 12) * (ulong)SymbolSize), optional, optionalSize);
    }

    private static CoffHeader ReadBig(IByteSource source, ReadOnlySpan<byte> header)
    {
        const int OldestVersion = 2;
        if (s_order.U16(header, 4) < OldestVersion)
        {
            throw new MalformedDataException(source.Name, 4, $"version {s_order.U16(header, 4)} of big COFF objects is not known");
        }

        var symbols = s_order.U32(header, 48);
        return new CoffHeader(s_order.U16(header, 6), IsImage: false, s_order.U32(header, 44), BigSize, symbols == 0 ? 0 : symbols + (s_order.U32(header, 52) * (ulong)BigSymbolSize), 0, 0);
    }
}
