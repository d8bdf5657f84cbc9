namespace CovTools.Objects;

/// <summary>A COFF object or a PE image (Microsoft's "PE Format"). Only headers are read until a section is asked for.</summary>
public sealed class CoffObject : IObjectFile
{
    private const int SectionHeaderSize = 40;
    private static readonly ByteOrder s_order = new(BigEndian: false, Is64Bit: false);

    private readonly CoffHeader _header;
    private readonly IByteSource _source;
    private readonly Lazy<string> _buildId;

    private CoffObject(IByteSource source)
    {
        _source = source;
        _header = CoffHeader.Read(source);
        var imageBase = CoffDebugDirectory.ImageBase(source, _header);
        Sections = ReadSections(imageBase);
        _buildId = new Lazy<string>(() => CoffDebugDirectory.ReadSignature(source, _header, Sections, imageBase));
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public ObjectFormat Format => ObjectFormat.Coff;

    /// <inheritdoc/>
    public string Architecture => CoffArchitecture.Triple(_header.Machine);

    /// <inheritdoc/>
    public bool IsBigEndian => false;

    /// <inheritdoc/>
    public bool Is64Bit => CoffArchitecture.Is64Bit(_header.Machine);

    /// <inheritdoc/>
    public bool IsRelocatable => !_header.IsImage;

    /// <inheritdoc/>
    public string BuildId => _buildId.Value;

    /// <summary>Sections in file order; names in objects may have a <c>$</c> part.</summary>
    public IReadOnlyList<ObjectSection> Sections { get; }

    /// <summary>Reads the headers of a COFF object or PE image.</summary>
    /// <param name="source">The file; kept for later reads.</param>
    /// <exception cref="MalformedDataException">It is neither, or its headers contradict its size.</exception>
    public static CoffObject Read(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new CoffObject(source);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// The runtime puts a zero byte in front of the names of a linked image, which is not part of what is returned; names of nothing but the runtime's two bytes are
    /// no names (shouldSkipSectionFirstByte and lookupSections in CoverageMappingReader.cpp).
    /// </remarks>
    public IEnumerable<ObjectSection> FindSections(CoverageSection section)
    {
        const int EmptyNamesSize = 2;
        var name = CoverageSectionNames.Coff(section);
        foreach (var candidate in Sections.Where(candidate => candidate.Name.AsSpan()[..Prefix(candidate.Name)].SequenceEqual(name)))
        {
            if (section != CoverageSection.Names)
            {
                yield return candidate;
            }
            else if (candidate.Size is not (0 or EmptyNamesSize))
            {
                yield return _header.IsImage ? candidate with { Address = candidate.Address + 1, Offset = candidate.Offset + 1, Size = candidate.Size - 1 } : candidate;
            }
        }
    }

    /// <inheritdoc/>
    public byte[] ReadSection(in ObjectSection section) => _source.ReadBytes(section.Offset, section.Size, $"section {section.Name}");

    private static int Prefix(string name) => name.IndexOf('$', StringComparison.Ordinal) is >= 0 and var dollar ? dollar : name.Length;

    private ObjectSection[] ReadSections(ulong imageBase)
    {
        const uint Uninitialized = 0x80;
        var table = _source.ReadBytes(_header.SectionTable, (ulong)_header.SectionCount * SectionHeaderSize, "the section table");
        var names = new CoffSectionNames(_source, _header.StringTable);
        var sections = new ObjectSection[_header.SectionCount];
        for (var index = 0; index < sections.Length; index++)
        {
            var start = index * SectionHeaderSize;
            var entry = table.AsSpan(start, SectionHeaderSize);
            var virtualSize = s_order.U32(entry, 8);
            var size = s_order.U32(entry, 16);
            var hasContents = (s_order.U32(entry, 36) & Uninitialized) == 0 && s_order.U32(entry, 20) != 0;
            sections[index] = new ObjectSection(
                names.Read(entry[..8], (long)_header.SectionTable + start),
                Address: imageBase + s_order.U32(entry, 12),
                Offset: s_order.U32(entry, 20),
                // Images pad sections to the file's alignment; objects have no virtual size (COFFObjectFile::getSectionSize).
                Size: !hasContents ? 0 : _header.IsImage ? Math.Min(virtualSize, size) : size,
                Index: index);
        }

        return sections;
    }
}
