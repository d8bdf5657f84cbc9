using System.Text;

namespace CovTools.Objects;

/// <summary>Reads the section and program header tables, with the extended numbering of files that have 0xff00 sections or more.</summary>
internal static class ElfTables
{
    /// <summary>Real names are far shorter; a damaged name table must not make every section own a copy of it.</summary>
    private const int MaximumNameLength = 1024;

    private const ushort ExtendedIndex = 0xffff;

    public static (IReadOnlyList<ElfSection> Sections, IReadOnlyList<ElfSegment> Segments) Read(IByteSource source, ElfHeader header)
    {
        ulong sectionCount = header.SectionHeaderCount;
        ulong namesIndex = header.NamesIndex;
        ulong segmentCount = header.ProgramHeaderCount;
        if (header.SectionHeaders != 0)
        {
            if (header.SectionHeaderSize < header.MinimumSectionHeaderSize)
            {
                throw new MalformedDataException(source.Name, 0, $"section headers of {header.SectionHeaderSize} bytes are too small");
            }

            var first = source.ReadBytes(header.SectionHeaders, (ulong)header.SectionHeaderSize, "the first section header");
            var zero = ParseSection(header.Order, first, 0, 0, string.Empty);
            sectionCount = sectionCount == 0 ? zero.Size : sectionCount;
            namesIndex = namesIndex == ExtendedIndex ? zero.Link : namesIndex;
            segmentCount = segmentCount == ExtendedIndex ? header.Order.U32(first, header.Order.Is64Bit ? 44 : 28) : segmentCount;
        }
        else
        {
            sectionCount = 0;
        }

        return (ReadSections(source, header, sectionCount, namesIndex), ReadSegments(source, header, segmentCount));
    }

    private static ElfSection[] ReadSections(IByteSource source, ElfHeader header, ulong count, ulong namesIndex)
    {
        if (count == 0)
        {
            return [];
        }

        var table = ReadTable(source, header.SectionHeaders, count, header.SectionHeaderSize, "the section header table");
        var names = ReadNames(source, header, table, count, namesIndex);
        var sections = new ElfSection[count];
        for (var index = 0; index < sections.Length; index++)
        {
            var start = index * header.SectionHeaderSize;
            var name = NameAt(source, names, header.Order.U32(table, start));
            sections[index] = ParseSection(header.Order, table, start, index, name);
        }

        return sections;
    }

    private static byte[] ReadNames(IByteSource source, ElfHeader header, byte[] table, ulong count, ulong namesIndex)
    {
        if (namesIndex == 0)
        {
            return [];
        }

        if (namesIndex >= count)
        {
            throw new MalformedDataException(source.Name, 0, $"section names are in section {namesIndex} of {count}");
        }

        var section = ParseSection(header.Order, table, (int)namesIndex * header.SectionHeaderSize, (int)namesIndex, string.Empty);
        return section.IsNoBits ? [] : source.ReadBytes(section.Offset, section.Size, "the section name table");
    }

    private static ElfSegment[] ReadSegments(IByteSource source, ElfHeader header, ulong count)
    {
        if (count == 0 || header.ProgramHeaders == 0)
        {
            return [];
        }

        if (header.ProgramHeaderSize < header.MinimumProgramHeaderSize)
        {
            throw new MalformedDataException(source.Name, 0, $"program headers of {header.ProgramHeaderSize} bytes are too small");
        }

        var order = header.Order;
        var wide = order.Is64Bit;
        var table = ReadTable(source, header.ProgramHeaders, count, header.ProgramHeaderSize, "the program header table");
        var segments = new ElfSegment[count];
        for (var index = 0; index < segments.Length; index++)
        {
            var entry = table.AsSpan(index * header.ProgramHeaderSize, header.ProgramHeaderSize);
            segments[index] = new ElfSegment(
                Type: order.U32(entry, 0),
                Flags: order.U32(entry, wide ? 4 : 24),
                Offset: order.Pointer(entry, wide ? 8 : 4),
                Address: order.Pointer(entry, wide ? 16 : 8),
                FileSize: order.Pointer(entry, wide ? 32 : 16),
                MemorySize: order.Pointer(entry, wide ? 40 : 20),
                Alignment: order.Pointer(entry, wide ? 48 : 28));
        }

        return segments;
    }

    private static byte[] ReadTable(IByteSource source, ulong offset, ulong count, int entrySize, string what)
    {
        if (count > (ulong)source.Length / (ulong)entrySize)
        {
            throw new MalformedDataException(source.Name, ByteSourceExtensions.ClampOffset(offset), $"{what} cannot have {count} entries in this file");
        }

        return source.ReadBytes(offset, count * (ulong)entrySize, what);
    }

    private static ElfSection ParseSection(ByteOrder order, byte[] table, int start, int index, string name)
    {
        var entry = table.AsSpan(start);
        var wide = order.Is64Bit;
        return new ElfSection(
            index,
            name,
            Type: order.U32(entry, 4),
            Flags: order.Pointer(entry, 8),
            Address: order.Pointer(entry, wide ? 16 : 12),
            Offset: order.Pointer(entry, wide ? 24 : 16),
            Size: order.Pointer(entry, wide ? 32 : 20),
            Link: order.U32(entry, wide ? 40 : 24),
            EntrySize: order.Pointer(entry, wide ? 56 : 36),
            Alignment: order.Pointer(entry, wide ? 48 : 32));
    }

    private static string NameAt(IByteSource source, byte[] names, uint offset)
    {
        if (names.Length == 0)
        {
            return string.Empty;
        }

        if (offset >= names.Length)
        {
            throw new MalformedDataException(source.Name, offset, $"a section name lies outside the name table of {names.Length} bytes");
        }

        var rest = names.AsSpan((int)offset);
        var length = rest[..Math.Min(rest.Length, MaximumNameLength)].IndexOf((byte)0);
        return length < 0
            ? throw new MalformedDataException(source.Name, offset, "a section name has no end")
            : Encoding.UTF8.GetString(rest[..length]);
    }
}
