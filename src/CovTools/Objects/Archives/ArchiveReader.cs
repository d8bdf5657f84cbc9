using System.Globalization;
using System.Text;

namespace CovTools.Objects;

/// <summary>The members of a static archive: System V/GNU (also thin), BSD and COFF variants (llvm/Object/Archive.cpp; ar(5)). Symbol tables are passed over.</summary>
internal static class ArchiveReader
{
    private const int MagicSize = 8;
    private const int HeaderSize = 60;
    private const int NameSize = 16;

    /// <summary>Paths of object files; a damaged header must not make us hold the whole archive as a name.</summary>
    private const ulong MaximumNameLength = 1 << 16;

    public static bool Recognise(ReadOnlySpan<byte> start) => start.StartsWith("!<arch>\n"u8) || IsThin(start);

    public static bool IsThin(ReadOnlySpan<byte> start) => start.StartsWith("!<thin>\n"u8);

    /// <summary>Reads the headers, one member after the other.</summary>
    /// <exception cref="MalformedDataException">A header is damaged or a member goes past the end.</exception>
    public static IEnumerable<ArchiveMember> Members(IByteSource source)
    {
        var thin = IsThin(source.ReadBytes(0, MagicSize, "the archive's magic"));
        byte[] longNames = [];
        for (var position = (ulong)MagicSize; position < (ulong)source.Length;)
        {
            var header = source.ReadBytes(position, HeaderSize, "a member's header");
            if (header[58] != (byte)'`' || header[59] != (byte)'\n')
            {
                throw new MalformedDataException(source.Name, (long)position, "a member's header does not end as it should");
            }

            var size = ReadSize(source, header, position);
            var field = Encoding.UTF8.GetString(header, 0, NameSize).TrimEnd(' ');
            var contents = position + HeaderSize;
            var isTable = field is "/" or "//" or "/SYM64/" or "__.SYMDEF" or "__.SYMDEF SORTED" or "/<ECSYMBOLS>/" or "/<HYBRIDMAP>/";
            var hasContents = isTable || !thin;
            if (hasContents)
            {
                source.Require(contents, size, $"member {field}");
            }

            if (field == "//")
            {
                longNames = source.ReadBytes(contents, size, "the table of long names");
            }
            else if (!isTable)
            {
                var (name, skipped) = ReadName(source, field, longNames, contents, size, position);
                if (!name.StartsWith("__.SYMDEF", StringComparison.Ordinal))
                {
                    yield return new ArchiveMember(name, hasContents ? contents + skipped : position, size - skipped);
                }
            }

            position = contents + (hasContents ? size + (size & 1) : 0);
        }
    }

    private static ulong ReadSize(IByteSource source, byte[] header, ulong position) =>
        ulong.TryParse(Encoding.ASCII.GetString(header, 48, 10).AsSpan().TrimEnd(' '), NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? size
            : throw new MalformedDataException(source.Name, (long)position + 48, "a member's size is no number");

    /// <summary>GNU: <c>/</c> and an offset in the table of long names, or a name that ends in <c>/</c>. BSD: <c>#1/</c> and the length of a name in front of the contents.</summary>
    private static (string Name, ulong Skipped) ReadName(IByteSource source, string field, byte[] longNames, ulong contents, ulong size, ulong position)
    {
        if (field.StartsWith("#1/", StringComparison.Ordinal))
        {
            if (!ulong.TryParse(field.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length > size || length > MaximumNameLength)
            {
                throw new MalformedDataException(source.Name, (long)position, $"a member of {size} bytes cannot have the name '{field}'");
            }

            return (Encoding.UTF8.GetString(source.ReadBytes(contents, length, "a member's name")).TrimEnd('\0'), length);
        }

        if (!field.StartsWith('/'))
        {
            return (field.EndsWith('/') ? field[..^1] : field, 0);
        }

        if (!int.TryParse(field.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var place) || place >= longNames.Length)
        {
            throw new MalformedDataException(source.Name, (long)position, $"the name '{field}' lies outside the table of long names ({longNames.Length} bytes)");
        }

        // GNU ends names with "/" and a line feed, COFF with a zero.
        var rest = longNames.AsSpan(place);
        var end = rest.IndexOfAny((byte)'\n', (byte)0);
        rest = rest[..Math.Min(end < 0 ? rest.Length : end, (int)MaximumNameLength)];
        return (Encoding.UTF8.GetString(rest.EndsWith("/"u8) ? rest[..^1] : rest), 0);
    }
}
