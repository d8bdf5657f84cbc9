using System.Buffers;
using System.Buffers.Binary;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// The bytes of an indexed profile, through a window that fits the processor's second-level cache; its memory is used again for the next profile. Every read is checked.
/// </summary>
internal sealed class IndexedBuffer
{
    private const int WindowSize = 256 << 10;

    private readonly IByteSource _source;
    private readonly bool _isPooled;
    private byte[] _bytes;
    private int _start;
    private int _filled;

    /// <summary>Looks at the size of a file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="isWhole">Read it at once instead of through a window: then the source is not needed afterwards, and reads are safe for concurrent use.</param>
    /// <exception cref="MalformedDataException">It is larger than 2 GiB.</exception>
    public IndexedBuffer(IByteSource source, bool isWhole = false)
    {
        if (source.Length > Array.MaxLength)
        {
            throw new MalformedDataException(source.Name, -1, $"an indexed profile of {source.Length} bytes is too large, the limit is {Array.MaxLength}");
        }

        _source = source;
        Length = (int)source.Length;
        _isPooled = !isWhole;
        if (isWhole)
        {
            _bytes = GC.AllocateUninitializedArray<byte>(Length);
            Move(0, Length);
        }
        else
        {
            _bytes = ArrayPool<byte>.Shared.Rent(Math.Min(Length, WindowSize));
        }
    }

    /// <summary>Size of the file in bytes.</summary>
    public int Length { get; }

    /// <summary>A number at an offset that was checked.</summary>
    public ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(Span(offset, 8));

    /// <summary>A number at an offset that was checked.</summary>
    public ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(Span(offset, 2));

    /// <summary>Bytes at an offset that was checked; valid until bytes elsewhere are asked for. Within them there is no elsewhere.</summary>
    public ReadOnlySpan<byte> Span(int offset, int size) => _bytes.AsSpan(Place(offset, size), size);

    /// <summary>As <see cref="Span"/>.</summary>
    public ReadOnlyMemory<byte> Memory(int offset, int size) => _bytes.AsMemory(Place(offset, size), size);

    /// <summary>Throws unless [offset, offset + size) lies before <paramref name="end"/>.</summary>
    public int Require(ulong offset, ulong size, int end, string what)
        => offset <= (ulong)end && size <= (ulong)end - offset
            ? (int)offset
            : throw Malformed(offset, $"{what} ({size} bytes) goes past offset 0x{end:x}");

    /// <summary>A number anywhere in the file.</summary>
    public ulong RequireU64(ulong offset, string what) => U64(Require(offset, 8, Length, what));

    /// <summary>The exception for damage at an offset.</summary>
    public MalformedDataException Malformed(ulong offset, string reason) => new(_source.Name, ByteSourceExtensions.ClampOffset(offset), reason);

    /// <summary>Gives the memory back; nothing that was read from it may be used afterwards.</summary>
    public void Release()
    {
        _filled = 0;
        var bytes = _bytes;
        _bytes = [];
        if (_isPooled && bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private int Place(int offset, int size)
    {
        var place = offset - _start;
        if (place >= 0 && place <= _filled - size)
        {
            return place;
        }

        Move(offset, size);
        return 0;
    }

    private void Move(int offset, int size)
    {
        if (size > _bytes.Length)
        {
            Release();
            _bytes = ArrayPool<byte>.Shared.Rent(size);
        }

        _filled = 0;
        var count = Math.Min(Math.Max(size, Math.Min(WindowSize, _bytes.Length)), Length - offset);
        _source.Read(offset, _bytes.AsSpan(0, count));
        (_start, _filled) = (offset, count);
    }
}
