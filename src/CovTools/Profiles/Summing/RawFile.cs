using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The raw profiles of a file and their bytes, through buffers that fit the processor's second-level cache. Serves one file after another.</summary>
internal sealed class RawFile
{
    private const int BlockSize = 256 << 10;

    private readonly byte[] _start = GC.AllocateUninitializedArray<byte>(BlockSize);
    private readonly byte[] _block = GC.AllocateUninitializedArray<byte>(BlockSize);
    private readonly List<RawPart> _parts = [];
    private IByteSource _source = new MemoryByteSource("", default);
    private int _buffered;

    /// <summary>The profiles of the file.</summary>
    public IReadOnlyList<RawPart> Parts => _parts;

    /// <summary>The file's name.</summary>
    public string Name => _source.Name;

    /// <summary>Reads where things are in a file.</summary>
    /// <returns>False when it is not a sequence of raw profiles that can be summed.</returns>
    /// <exception cref="MalformedDataException">The file is damaged.</exception>
    public bool TryOpen(IByteSource source)
    {
        _parts.Clear();
        _buffered = (int)Math.Min(source.Length, BlockSize);
        source.Read(0, _start.AsSpan(0, _buffered));
        _source = _buffered < source.Length ? source : new MemoryByteSource(source.Name, _start.AsMemory(0, _buffered));
        for (var offset = 0UL; offset < (ulong)_source.Length;)
        {
            if (offset % 8 != 0 || (ulong)_source.Length - offset < RawProfileHeader.PrefixSize || !RawProfileReader.IsRawProfile(Read(offset, RawProfileHeader.PrefixSize)))
            {
                return false;
            }

            var header = RawProfileHeader.Read(_source, offset);
            var part = new RawPart(offset, header, new RawProfileSections(_source, offset, header));
            if (!part.IsSummable)
            {
                return false;
            }

            _parts.Add(part);
            offset = part.Sections.End;
        }

        return _parts.Count > 0;
    }

    /// <summary>Number of bytes to ask for at a time so that whole units of a size fit.</summary>
    public static int Blocks(int unit) => BlockSize / unit * unit;

    /// <summary>Bytes of the file; valid until the next call.</summary>
    /// <param name="offset">Where.</param>
    /// <param name="count">At most <see cref="Blocks"/>.</param>
    public ReadOnlySpan<byte> Read(ulong offset, int count)
    {
        if (offset + (ulong)count <= (ulong)_buffered)
        {
            return _start.AsSpan((int)offset, count);
        }

        var block = _block.AsSpan(0, count);
        _source.Read((long)offset, block);
        return block;
    }

    /// <summary>Reads a range piece by piece.</summary>
    /// <param name="offset">Where it starts.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="unit">No piece ends within a unit of so many bytes.</param>
    /// <param name="visit">Gets a piece and its offset within the range; false stops.</param>
    /// <returns>False when it was stopped.</returns>
    public bool Visit(ulong offset, ulong size, int unit, PieceVisitor visit)
    {
        var step = Blocks(unit);
        for (var done = 0UL; done < size;)
        {
            var count = (int)Math.Min(size - done, (ulong)step);
            if (!visit(Read(offset + done, count), (int)done))
            {
                return false;
            }

            done += (ulong)count;
        }

        return true;
    }

    /// <summary>A copy of a profile whose counters and bitmaps are zeros.</summary>
    public byte[] ImageOf(RawPart part)
    {
        var image = new byte[part.Size];
        var sections = part.Sections;
        _source.Read((long)part.Offset, image.AsSpan(0, (int)(sections.Counters - part.Offset)));
        _source.Read((long)sections.Names, image.AsSpan((int)(sections.Names - part.Offset), (int)part.Header.NamesSize));
        return image;
    }
}
