namespace CovTools.Objects;

/// <summary>
/// The function names of a module or a raw profile: chunks of ULEB128 inflated size, ULEB128 compressed size and payload, each a list
/// of names joined by 0x01 (collectGlobalObjectNameStrings in llvm/ProfileData/InstrProf.cpp).
/// </summary>
public sealed class NameTable
{
    private readonly Dictionary<ulong, ReadOnlyMemory<byte>> _names;

    private NameTable(Dictionary<ulong, ReadOnlyMemory<byte>> names) => _names = names;

    /// <summary>A table without names.</summary>
    public static NameTable Empty { get; } = new([]);

    /// <summary>Number of distinct names.</summary>
    public int Count => _names.Count;

    /// <summary>Hashes and names, in the order of the section.</summary>
    public IReadOnlyDictionary<ulong, ReadOnlyMemory<byte>> Names => _names;

    /// <summary>Decodes a names section; the names are slices of it where it is not compressed.</summary>
    /// <param name="section">The section's bytes.</param>
    /// <param name="file">Named in errors.</param>
    /// <param name="offset">Offset of the section in that file.</param>
    /// <exception cref="MalformedDataException">A chunk is cut off, damaged, or holds an empty name.</exception>
    public static NameTable Read(byte[] section, string file, long offset)
    {
        ArgumentNullException.ThrowIfNull(section);
        var names = new Dictionary<ulong, ReadOnlyMemory<byte>>();
        var position = 0;
        while (position < section.Length)
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

            var payload = compressed == 0
                ? section.AsMemory(position, (int)inflated)
                : ZlibData.Inflate(section, position, (int)compressed, inflated, file, offset + position);
            AddNames(payload, names, file, offset + start);
            position += (int)stored;
        }

        return new NameTable(names);
    }

    /// <summary>The name with that hash, as UTF-8 or whatever bytes the compiler used.</summary>
    public bool TryGetName(ulong hash, out ReadOnlyMemory<byte> name) => _names.TryGetValue(hash, out name);

    private static void AddNames(ReadOnlyMemory<byte> payload, Dictionary<ulong, ReadOnlyMemory<byte>> names, string file, long offset)
    {
        while (!payload.IsEmpty)
        {
            var length = payload.Span.IndexOf((byte)1);
            var name = length < 0 ? payload : payload[..length];
            if (name.IsEmpty)
            {
                throw new MalformedDataException(file, offset, "a function name is empty");
            }

            names.TryAdd(NameHash.Compute(name.Span), name);
            payload = length < 0 ? default : payload[(length + 1)..];
        }
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
