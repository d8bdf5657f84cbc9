namespace CovTools.Objects;

public sealed partial class ElfObject
{
    /// <summary>Notes that matter are tiny; larger ones are core dumps.</summary>
    private const ulong MaximumNoteSize = 1 << 20;

    private const int MaximumBuildIdLength = 256;

    private string ReadBuildId()
    {
        foreach (var segment in Segments)
        {
            if (segment.Type == ElfSegment.TypeNote && ReadBuildId(segment.Offset, segment.FileSize, segment.Alignment) is { Length: > 0 } id)
            {
                return id;
            }
        }

        foreach (var section in Sections)
        {
            if (section.Type == ElfSection.TypeNote && ReadBuildId(section.Offset, section.Size, section.Alignment) is { Length: > 0 } id)
            {
                return id;
            }
        }

        return string.Empty;
    }

    /// <summary>Searches one run of notes: u32 name size, description size, type; name and description padded to the alignment.</summary>
    private string ReadBuildId(ulong offset, ulong size, ulong alignment)
    {
        const uint BuildIdType = 3;
        const int NoteHeaderSize = 12;
        if (size > MaximumNoteSize)
        {
            return string.Empty;
        }

        var bytes = Source.ReadBytes(offset, size, "a note").AsSpan();
        var unit = alignment == 8 ? 8L : 4L;
        var position = 0L;
        while (bytes.Length - position >= NoteHeaderSize)
        {
            var start = (int)position;
            var nameSize = Order.U32(bytes, start);
            var valueSize = Order.U32(bytes, start + 4);
            var value = Align(position + NoteHeaderSize + nameSize, unit);
            var next = Align(value + valueSize, unit);
            if (value + valueSize > bytes.Length)
            {
                throw new MalformedDataException(Name, (long)offset + position, "a note goes past the end of its section");
            }

            if (Order.U32(bytes, start + 8) == BuildIdType && nameSize == 4 && bytes.Slice(start + NoteHeaderSize, 4).SequenceEqual("GNU\0"u8)
                && valueSize is > 0 and <= MaximumBuildIdLength)
            {
                return Convert.ToHexStringLower(bytes.Slice((int)value, (int)valueSize));
            }

            position = next;
        }

        return string.Empty;
    }

    private static long Align(long value, long unit) => (value + unit - 1) / unit * unit;
}
