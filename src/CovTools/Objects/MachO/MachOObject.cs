using System.Text;

namespace CovTools.Objects;

/// <summary>
/// A Mach-O file for one processor: 32 or 64 bit, either byte order (mach-o/loader.h). Only headers and load commands are read until a section is asked for.
/// </summary>
public sealed class MachOObject : IObjectFile
{
    private const uint Relocatable = 1;
    private const uint CommandSegment = 1;
    private const uint CommandSegment64 = 0x19;
    private const uint CommandUuid = 0x1b;
    private const int UuidSize = 16;

    /// <summary>A damaged header must not make us read the file twice; real files have some hundred kilobytes at most.</summary>
    private const uint MaximumCommandsSize = 64 << 20;

    private readonly MachOHeader _header;
    private readonly IByteSource _source;
    private readonly List<ObjectSection> _sections = [];

    private MachOObject(IByteSource source)
    {
        _source = source;
        _header = MachOHeader.Read(source);
        if (_header.CommandsSize > MaximumCommandsSize)
        {
            throw new MalformedDataException(Name, 20, $"load commands of {_header.CommandsSize} bytes are too large");
        }

        ReadCommands(source.ReadBytes((ulong)_header.Size, _header.CommandsSize, "the load commands"));
    }

    /// <inheritdoc/>
    public string Name => _source.Name;

    /// <inheritdoc/>
    public ObjectFormat Format => ObjectFormat.MachO;

    /// <inheritdoc/>
    public string Architecture => MachOArchitecture.Triple(_header.CpuType);

    /// <inheritdoc/>
    public bool IsBigEndian => _header.Order.BigEndian;

    /// <inheritdoc/>
    public bool Is64Bit => _header.Order.Is64Bit;

    /// <inheritdoc/>
    public bool IsRelocatable => _header.FileType == Relocatable;

    /// <summary>The UUID in lower-case hex without dashes; empty when there is none.</summary>
    public string BuildId { get; private set; } = string.Empty;

    /// <summary>Sections of all segments in file order.</summary>
    public IReadOnlyList<ObjectSection> Sections => _sections;

    /// <summary>Reads the headers of a Mach-O file.</summary>
    /// <param name="source">The file; kept for later reads.</param>
    /// <exception cref="MalformedDataException">It is not a Mach-O file for one processor, or its headers contradict its size.</exception>
    public static MachOObject Read(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new MachOObject(source);
    }

    /// <inheritdoc/>
    public IEnumerable<ObjectSection> FindSections(CoverageSection section)
    {
        var name = CoverageSectionNames.Common(section);
        return _sections.Where(candidate => candidate.Name == name);
    }

    /// <inheritdoc/>
    public byte[] ReadSection(in ObjectSection section) => _source.ReadBytes(section.Offset, section.Size, $"section {section.Name}");

    private void ReadCommands(byte[] commands)
    {
        const int CommandHeaderSize = 8;
        var position = 0L;
        for (var index = 0U; index < _header.CommandCount; index++)
        {
            if (commands.Length - position < CommandHeaderSize)
            {
                throw new MalformedDataException(Name, _header.Size + position, $"load command {index} of {_header.CommandCount} goes past the end of the load commands");
            }

            var kind = _header.Order.U32(commands, (int)position);
            var size = _header.Order.U32(commands, (int)position + 4);
            if (size < CommandHeaderSize || size > commands.Length - position)
            {
                throw new MalformedDataException(Name, _header.Size + position, $"load command {index} cannot have {size} bytes");
            }

            ReadCommand(kind, commands.AsSpan((int)position, (int)size), _header.Size + position);
            position += size;
        }
    }

    private void ReadCommand(uint kind, ReadOnlySpan<byte> command, long offset)
    {
        switch (kind)
        {
            case CommandSegment or CommandSegment64:
                ReadSegment(command, kind == CommandSegment64, offset);
                break;
            case CommandUuid when command.Length >= 8 + UuidSize:
                BuildId = Convert.ToHexStringLower(command.Slice(8, UuidSize));
                break;
            default:
                break;
        }
    }

    /// <summary>A segment's sections follow its header inside the load command.</summary>
    private void ReadSegment(ReadOnlySpan<byte> command, bool wide, long offset)
    {
        var headerSize = wide ? 72 : 56;
        var sectionSize = wide ? 80 : 68;
        if (command.Length < headerSize)
        {
            throw new MalformedDataException(Name, offset, $"a segment of {command.Length} bytes is too small");
        }

        var count = _header.Order.U32(command, headerSize - 8);
        if (count > (uint)(command.Length - headerSize) / (uint)sectionSize)
        {
            throw new MalformedDataException(Name, offset, $"a segment of {command.Length} bytes cannot have {count} sections");
        }

        for (var index = 0; index < (int)count; index++)
        {
            _sections.Add(ReadSectionHeader(command.Slice(headerSize + (index * sectionSize), sectionSize), wide));
        }
    }

    private ObjectSection ReadSectionHeader(ReadOnlySpan<byte> entry, bool wide)
    {
        const int NameSize = 16;
        const uint TypeMask = 0xff;
        var order = _header.Order with { Is64Bit = wide };
        var name = entry[..NameSize];
        var end = name.IndexOf((byte)0);
        var tail = wide ? 48 : 40;
        var isZeroFill = (order.U32(entry, tail + 16) & TypeMask) is 0x1 or 0xc or 0x12;
        return new ObjectSection(
            Encoding.UTF8.GetString(end < 0 ? name : name[..end]),
            Address: order.Pointer(entry, 32),
            Offset: order.U32(entry, tail),
            Size: isZeroFill ? 0 : order.Pointer(entry, wide ? 40 : 36),
            Index: _sections.Count);
    }
}
