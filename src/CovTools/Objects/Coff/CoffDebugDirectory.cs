namespace CovTools.Objects;

/// <summary>What a PE image's optional header leads to: its base address and the signature of its PDB, which serves as build id (COFFObjectFile::getDebugPDBInfo).</summary>
internal static class CoffDebugDirectory
{
    private const ushort PlusMagic = 0x20b;
    private const int EntrySize = 28;
    private const int MaximumEntries = 64;

    private static readonly ByteOrder s_order = new(BigEndian: false, Is64Bit: true);

    /// <summary>The address at which an image wants to be loaded; 0 for objects.</summary>
    public static ulong ImageBase(IByteSource source, CoffHeader header)
    {
        const int End = 32;
        if (!header.IsImage || header.OptionalHeaderSize < End)
        {
            return 0;
        }

        var bytes = source.ReadBytes(header.OptionalHeader, End, "the optional header");
        return s_order.U16(bytes, 0) == PlusMagic ? s_order.U64(bytes, 24) : s_order.U32(bytes, 28);
    }

    /// <summary>The 16 bytes of the PDB's signature in lower-case hex; empty when there is none.</summary>
    public static string ReadSignature(IByteSource source, CoffHeader header, IReadOnlyList<ObjectSection> sections, ulong imageBase)
    {
        const uint CodeView = 2;
        if (Directory(source, header) is not { } directory || Locate(sections, imageBase, directory.Address, directory.Size) is not { } place)
        {
            return string.Empty;
        }

        var table = source.ReadBytes(place, Math.Min(directory.Size, EntrySize * MaximumEntries), "the debug directory");
        for (var start = 0; start + EntrySize <= table.Length; start += EntrySize)
        {
            if (s_order.U32(table, start + 12) == CodeView && ReadCodeView(source, s_order.U32(table, start + 24), s_order.U32(table, start + 16)) is { } signature)
            {
                return signature;
            }
        }

        return string.Empty;
    }

    private static (uint Address, uint Size)? Directory(IByteSource source, CoffHeader header)
    {
        const int DebugIndex = 6;
        if (!header.IsImage || header.OptionalHeaderSize < 2)
        {
            return null;
        }

        var bytes = source.ReadBytes(header.OptionalHeader, (ulong)header.OptionalHeaderSize, "the optional header");
        var first = s_order.U16(bytes, 0) == PlusMagic ? 112 : 96;
        var start = first + (DebugIndex * 8);
        if (bytes.Length < start + 8 || s_order.U32(bytes, first - 4) <= DebugIndex)
        {
            return null;
        }

        var found = (Address: s_order.U32(bytes, start), Size: s_order.U32(bytes, start + 4));
        return found.Size == 0 ? null : found;
    }

    private static ulong? Locate(IReadOnlyList<ObjectSection> sections, ulong imageBase, uint address, uint size)
    {
        foreach (var section in sections)
        {
            var start = section.Address - imageBase;
            if (address >= start && address - start < section.Size && size <= section.Size - (address - start))
            {
                return section.Offset + (address - start);
            }
        }

        return null;
    }

    /// <summary>A PDB 7.0 record: "RSDS", the signature, age, path.</summary>
    private static string? ReadCodeView(IByteSource source, uint offset, uint size)
    {
        const int SignatureEnd = 20;
        if (size < SignatureEnd)
        {
            return null;
        }

        var bytes = source.ReadBytes(offset, SignatureEnd, "the CodeView record");
        return bytes.AsSpan().StartsWith("RSDS"u8) ? Convert.ToHexStringLower(bytes.AsSpan(4, 16)) : null;
    }
}
