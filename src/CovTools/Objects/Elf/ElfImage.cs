using System.Text;

namespace CovTools.Objects;

/// <summary>Lays sections out in an ELF file and writes it front to back.</summary>
internal sealed class ElfImage
{
    private const int ChunkSize = 1 << 20;
    private const int FirstReservedIndex = 0xff00;

    /// <summary>SHF_INFO_LINK, SHF_LINK_ORDER and SHF_GROUP: the sections they mean are not copied.</summary>
    private const ulong TiesToOtherSections = 0x40 | 0x80 | 0x200;

    private readonly ElfIdentity _identity;
    private readonly IByteSource? _source;
    private readonly List<ElfImageSection> _sections;
    private readonly ByteOrder _order;

    /// <param name="identity">What the header says.</param>
    /// <param name="source">Where sections that are copied come from; null: there are none.</param>
    /// <param name="sections">The sections in their order.</param>
    public ElfImage(ElfIdentity identity, IByteSource? source, List<ElfImageSection> sections)
    {
        _identity = identity;
        _source = source;
        _sections = sections;
        _order = identity.Order;
    }

    private int HeaderSize => _order.Is64Bit ? 64 : 52;

    private int ProgramHeaderSize => _order.Is64Bit ? 56 : 32;

    private int SectionHeaderSize => _order.Is64Bit ? 64 : 40;

    public void Write(Stream stream)
    {
        if (_sections.Count >= FirstReservedIndex)
        {
            throw new MalformedDataException(_identity.Name, -1, $"{_sections.Count} coverage sections are too many; only linked files are supported here");
        }

        var names = new MemoryStream();
        names.WriteByte(0);
        var nameOffsets = new List<uint>();
        foreach (var name in _sections.Select(section => section.Header.Name).Append(".shstrtab"))
        {
            nameOffsets.Add((uint)names.Position);
            names.Write(Encoding.UTF8.GetBytes(name));
            names.WriteByte(0);
        }

        var notes = _sections.Count(section => section.Header.Type == ElfSection.TypeNote);
        var all = new List<ElfImageSection>(_sections)
        {
            new(new ElfSection(0, ".shstrtab", ElfSection.TypeStringTable, 0, 0, 0, 0, 0, 0, 1)) { Contents = names.ToArray() },
        };
        var position = (ulong)(HeaderSize + (notes * ProgramHeaderSize));
        var offsets = new List<ulong>();
        foreach (var section in all)
        {
            position = Align8(position);
            offsets.Add(position);
            position += section.FileSize;
        }

        var tableOffset = Align8(position);
        WriteHeaders(stream, all, offsets, notes, tableOffset);
        var written = (ulong)(HeaderSize + (notes * ProgramHeaderSize));
        for (var index = 0; index < all.Count; index++)
        {
            Pad(stream, ref written, offsets[index]);
            WriteContents(stream, all[index]);
            written += all[index].FileSize;
        }

        Pad(stream, ref written, tableOffset);
        stream.Write(new byte[SectionHeaderSize]);
        for (var index = 0; index < all.Count; index++)
        {
            WriteSectionHeader(stream, all[index], nameOffsets[index], offsets[index]);
        }
    }

    private static ulong Align8(ulong value) => (value + 7) & ~7UL;

    private static void Pad(Stream stream, ref ulong written, ulong target)
    {
        for (; written < target; written++)
        {
            stream.WriteByte(0);
        }
    }

    private void WriteHeaders(Stream stream, List<ElfImageSection> all, List<ulong> offsets, int notes, ulong tableOffset)
    {
        var wide = _order.Is64Bit;
        var header = new byte[HeaderSize];
        "\u007fELF"u8.CopyTo(header);
        header[4] = (byte)(wide ? 2 : 1);
        header[5] = (byte)(_order.BigEndian ? 2 : 1);
        header[6] = 1;
        _order.PutU16(header, 16, (ushort)_identity.ObjectType);
        _order.PutU16(header, 18, (ushort)_identity.Machine);
        _order.PutU32(header, 20, 1);
        _order.PutPointer(header, wide ? 32 : 28, notes == 0 ? 0 : (ulong)HeaderSize);
        _order.PutPointer(header, wide ? 40 : 32, tableOffset);
        var tail = wide ? 52 : 40;
        _order.PutU16(header, tail, (ushort)HeaderSize);
        _order.PutU16(header, tail + 2, (ushort)ProgramHeaderSize);
        _order.PutU16(header, tail + 4, (ushort)notes);
        _order.PutU16(header, tail + 6, (ushort)SectionHeaderSize);
        _order.PutU16(header, tail + 8, (ushort)(all.Count + 1));
        _order.PutU16(header, tail + 10, (ushort)all.Count);
        stream.Write(header);

        for (var index = 0; index < all.Count; index++)
        {
            if (all[index].Header.Type == ElfSection.TypeNote)
            {
                WriteNoteSegment(stream, all[index], offsets[index]);
            }
        }
    }

    private void WriteNoteSegment(Stream stream, ElfImageSection section, ulong offset)
    {
        var wide = _order.Is64Bit;
        const uint Readable = 4;
        var entry = new byte[ProgramHeaderSize];
        _order.PutU32(entry, 0, ElfSegment.TypeNote);
        _order.PutU32(entry, wide ? 4 : 24, Readable);
        _order.PutPointer(entry, wide ? 8 : 4, offset);
        _order.PutPointer(entry, wide ? 32 : 16, section.Size);
        _order.PutPointer(entry, wide ? 40 : 20, section.Size);
        _order.PutPointer(entry, wide ? 48 : 28, 4);
        stream.Write(entry);
    }

    private void WriteContents(Stream stream, ElfImageSection section)
    {
        if (section.Contents is { } contents)
        {
            stream.Write(contents);
            return;
        }

        if (!section.CopiesSource || _source is null)
        {
            return;
        }

        var chunk = new byte[Math.Min(ChunkSize, section.Header.Size)];
        for (ulong done = 0; done < section.Header.Size;)
        {
            var size = (int)Math.Min((ulong)chunk.Length, section.Header.Size - done);
            _source.Read((long)(section.Header.Offset + done), chunk.AsSpan(0, size));
            stream.Write(chunk, 0, size);
            done += (ulong)size;
        }
    }

    private void WriteSectionHeader(Stream stream, ElfImageSection section, uint name, ulong offset)
    {
        var wide = _order.Is64Bit;
        var header = section.Header;
        var link = header.Type == ElfSection.TypeSymbolTable ? header.Link : 0;
        var entry = new byte[SectionHeaderSize];
        _order.PutU32(entry, 0, name);
        _order.PutU32(entry, 4, header.Type);
        _order.PutPointer(entry, 8, header.Flags & ~TiesToOtherSections);
        _order.PutPointer(entry, wide ? 16 : 12, header.Address);
        _order.PutPointer(entry, wide ? 24 : 16, offset);
        _order.PutPointer(entry, wide ? 32 : 20, section.Size);
        _order.PutU32(entry, wide ? 40 : 24, link);
        _order.PutU32(entry, wide ? 44 : 28, section.Info);
        _order.PutPointer(entry, wide ? 48 : 32, Math.Min(header.Alignment, 8));
        _order.PutPointer(entry, wide ? 56 : 36, header.EntrySize);
        stream.Write(entry);
    }
}
