using System.Text;

namespace CovTools.Objects;

/// <summary>
/// An ELF file: 32 or 64 bit, either byte order (System V gABI, "Object Files"). Only headers are read until a section is asked for;
/// no number in a header makes it allocate more than the file holds.
/// </summary>
public sealed partial class ElfObject
{
    private const ulong MaximumCommentSize = 1 << 20;

    private readonly ElfHeader _header;
    private readonly Lazy<string> _buildId;
    private readonly Lazy<IReadOnlyList<string>> _comments;

    private ElfObject(IByteSource source, ElfHeader header, IReadOnlyList<ElfSection> sections, IReadOnlyList<ElfSegment> segments)
    {
        Source = source;
        _header = header;
        Sections = sections;
        Segments = segments;
        _buildId = new Lazy<string>(ReadBuildId);
        _comments = new Lazy<IReadOnlyList<string>>(ReadComments);
    }

    /// <summary>Where the bytes come from; must stay open while sections are read.</summary>
    public IByteSource Source { get; }

    /// <summary>The file as the user knows it.</summary>
    public string Name => Source.Name;

    /// <summary>Addresses have 8 bytes.</summary>
    public bool Is64Bit => _header.Order.Is64Bit;

    /// <summary>Most significant byte first.</summary>
    public bool IsBigEndian => _header.Order.BigEndian;

    /// <summary>e_machine: 62 x86-64, 183 AArch64, 3 i386, 40 ARM …</summary>
    public int Machine => _header.Machine;

    /// <summary>e_type: 1 relocatable, 2 executable at a fixed address, 3 shared object or position-independent executable.</summary>
    public int ObjectType => _header.Type;

    /// <summary>The file has a dynamic section: it is loaded by the dynamic linker.</summary>
    public bool IsDynamic => Segments.Any(segment => segment.Type == ElfSegment.TypeDynamic);

    /// <summary>Sections in file order; the first is the null section. Empty when the section table was stripped.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>Program headers in file order.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>The GNU build id in lower-case hex; empty when there is none.</summary>
    /// <exception cref="MalformedDataException">A note lies outside the file.</exception>
    public string BuildId => _buildId.Value;

    /// <summary>The strings of .comment: which compilers and linkers made the file.</summary>
    /// <exception cref="MalformedDataException">The section lies outside the file or is absurdly large.</exception>
    public IReadOnlyList<string> Comments => _comments.Value;

    internal ByteOrder Order => _header.Order;

    /// <summary>Reads the headers of an ELF file.</summary>
    /// <param name="source">The file; kept for later reads.</param>
    /// <exception cref="MalformedDataException">It is not an ELF file, or its headers contradict the file's size.</exception>
    public static ElfObject Read(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var header = ElfHeader.Read(source);
        var (sections, segments) = ElfTables.Read(source, header);
        return new ElfObject(source, header, sections, segments);
    }

    /// <summary>The first section of that name, or null.</summary>
    public ElfSection? FindSection(string name) => Sections.FirstOrDefault(section => section.Name == name);

    /// <summary>All sections of that name (relocatable objects have one per function) in file order.</summary>
    public IEnumerable<ElfSection> FindSections(string name) => Sections.Where(section => section.Name == name);

    /// <summary>The contents of the first section of that name, inflated when compressed.</summary>
    /// <param name="name">Section name.</param>
    /// <param name="contents">The bytes; empty when the section is missing or takes no room in the file.</param>
    /// <returns>False when there is no such section or it has no bytes in the file (SHT_NOBITS).</returns>
    /// <exception cref="MalformedDataException">The section goes past the end of the file, or its compressed data is damaged.</exception>
    public bool TryReadSection(string name, out byte[] contents)
    {
        var section = FindSection(name);
        if (section is null || section.IsNoBits)
        {
            contents = [];
            return false;
        }

        contents = ReadSection(section);
        return true;
    }

    /// <summary>The contents of a section, inflated when compressed; no bytes for SHT_NOBITS.</summary>
    /// <exception cref="MalformedDataException">The section goes past the end of the file, or its compressed data is damaged.</exception>
    public byte[] ReadSection(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.IsNoBits)
        {
            return [];
        }

        var bytes = Source.ReadBytes(section.Offset, section.Size, $"section {section.Name}");
        return section.IsCompressed ? Inflate(section, bytes) : bytes;
    }

    /// <summary>Reads initial memory contents at a link-time address.</summary>
    /// <param name="address">Link-time address.</param>
    /// <param name="destination">Filled when the address range lies in one loaded section with bytes in the file.</param>
    /// <returns>False when it does not.</returns>
    /// <exception cref="MalformedDataException">The section goes past the end of the file.</exception>
    public bool TryReadMemory(ulong address, Span<byte> destination)
    {
        foreach (var section in Sections)
        {
            if (section.Contains(address) && !section.IsNoBits && !section.IsCompressed && section.Size - (address - section.Address) >= (ulong)destination.Length)
            {
                var offset = unchecked(section.Offset + (address - section.Address));
                Source.Require(offset, (ulong)destination.Length, $"memory at 0x{address:x}");
                Source.Read((long)offset, destination);
                return true;
            }
        }

        return false;
    }

    private byte[] Inflate(ElfSection section, byte[] bytes)
    {
        const uint Zlib = 1;
        var headerSize = Is64Bit ? 24 : 12;
        if (bytes.Length < headerSize)
        {
            throw new MalformedDataException(Name, (long)section.Offset, $"compressed section {section.Name} has no compression header");
        }

        var kind = Order.U32(bytes, 0);
        if (kind != Zlib)
        {
            throw new MalformedDataException(Name, (long)section.Offset, $"section {section.Name} is compressed in an unknown way ({kind})");
        }

        var size = Order.Pointer(bytes, Is64Bit ? 8 : 4);
        return ZlibData.Inflate(bytes, headerSize, bytes.Length - headerSize, size, Name, (long)section.Offset + headerSize);
    }

    private List<string> ReadComments()
    {
        var section = FindSection(".comment");
        var strings = new List<string>();
        if (section is null || section.IsNoBits)
        {
            return strings;
        }

        if (section.Size > MaximumCommentSize)
        {
            throw new MalformedDataException(Name, ByteSourceExtensions.ClampOffset(section.Offset), $".comment has {section.Size} bytes");
        }

        foreach (var text in Encoding.UTF8.GetString(ReadSection(section)).Split('\0', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!strings.Contains(text))
            {
                strings.Add(text);
            }

            if (strings.Count >= 1000)
            {
                break;
            }
        }

        return strings;
    }
}
