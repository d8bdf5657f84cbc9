namespace CovTools.Objects;

/// <summary>The chunks of a names section: each is the names of one object file, joined by 0x01 and usually compressed.</summary>
internal static class NameChunks
{
    /// <summary>Stands between two names.</summary>
    public const byte Separator = 1;

    /// <summary>A section of more names than this must have names of a likely length: the table of very short ones would be many times the size of the file.</summary>
    private const long UncheckedCount = 1 << 20;

    private const int LeastAverageLength = 16;

    /// <summary>Finds and inflates the chunks.</summary>
    /// <param name="section">The section's bytes; chunks that are not compressed are slices of it.</param>
    /// <param name="file">Named in errors.</param>
    /// <param name="offset">Offset of the section in that file.</param>
    /// <param name="limit">Most bytes of inflated chunks.</param>
    /// <returns>Place in the file and text of every chunk.</returns>
    public static List<(long Place, ReadOnlyMemory<byte> Text)> Read(byte[] section, string file, long offset, long limit)
    {
        var chunks = new List<(long, ReadOnlyMemory<byte>)>();
        var total = 0UL;
        for (var position = 0; position < section.Length;)
        {
            if (section[position] == 0)
            {
                position++; // padding that the linker puts between the chunks of two objects
                continue;
            }

            var start = position;
            var inflated = ReadUleb(section, ref position, file, offset);
            var compressed = ReadUleb(section, ref position, file, offset);
            var stored = compressed == 0 ? inflated : compressed;
            if (stored > (ulong)(section.Length - position))
            {
                throw new MalformedDataException(file, offset + start, $"names of {stored} bytes go past the end of their section");
            }

            if (compressed == 0)
            {
                chunks.Add((offset + start, section.AsMemory(position, (int)inflated)));
            }
            else
            {
                if (inflated > (ulong)limit - total)
                {
                    throw new MalformedDataException(file, offset + start, $"names that take {total} + {inflated} bytes when they are inflated are out of proportion to the file");
                }

                total += inflated;
                chunks.Add((offset + start, ZlibData.Inflate(section, position, (int)compressed, inflated, file, offset + position)));
            }

            position += (int)stored;
        }

        return chunks;
    }

    /// <summary>Number of names in the chunks.</summary>
    public static int CountNames(List<(long Place, ReadOnlyMemory<byte> Text)> chunks, string file)
    {
        var (count, size) = (0L, 0L);
        foreach (var (place, text) in chunks)
        {
            count += text.Span.Count(Separator) + 1;
            size += text.Length;
            if (count > UncheckedCount + (size / LeastAverageLength))
            {
                throw new MalformedDataException(file, place, $"{count} names in {size} bytes are not names of functions");
            }
        }

        return (int)count;
    }

    private static ulong ReadUleb(byte[] bytes, ref int position, string file, long offset)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (position >= bytes.Length)
            {
                break;
            }

            var part = bytes[position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }

        throw new MalformedDataException(file, offset + position, "a number in the names section has no end");
    }
}
