using System.Buffers;
using System.Buffers.Binary;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The bytes of an indexed profile, in memory that is used again for the next one. Every read is checked.</summary>
internal sealed class IndexedBuffer
{
    private readonly string _name;
    private byte[] _bytes;

    /// <summary>Reads the whole file.</summary>
    /// <exception cref="MalformedDataException">It is larger than 2 GiB, or shorter than it said.</exception>
    public IndexedBuffer(IByteSource source)
    {
        _name = source.Name;
        if (source.Length > Array.MaxLength)
        {
            throw new MalformedDataException(_name, -1, $"an indexed profile of {source.Length} bytes is too large, the limit is {Array.MaxLength}");
        }

        Length = (int)source.Length;
        _bytes = ArrayPool<byte>.Shared.Rent(Length);
        try
        {
            source.Read(0, _bytes.AsSpan(0, Length));
        }
        catch
        {
            Release();
            throw;
        }
    }

    /// <summary>Size of the file in bytes.</summary>
    public int Length { get; }

    /// <summary>A number at an offset that was checked.</summary>
    public ulong U64(int offset) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(offset, 8));

    /// <summary>A number at an offset that was checked.</summary>
    public ushort U16(int offset) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(offset, 2));

    /// <summary>Bytes at an offset that was checked.</summary>
    public ReadOnlySpan<byte> Span(int offset, int size) => _bytes.AsSpan(offset, size);

    /// <summary>Bytes at an offset that was checked; valid until <see cref="Release"/>.</summary>
    public ReadOnlyMemory<byte> Memory(int offset, int size) => _bytes.AsMemory(offset, size);

    /// <summary>Throws unless [offset, offset + size) lies before <paramref name="end"/>.</summary>
    public int Require(ulong offset, ulong size, int end, string what)
        => offset <= (ulong)end && size <= (ulong)end - offset
            ? (int)offset
            : throw Malformed(offset, $"{what} ({size} bytes) goes past offset 0x{end:x}");

    /// <summary>A number anywhere in the file.</summary>
    public ulong RequireU64(ulong offset, string what) => U64(Require(offset, 8, Length, what));

    /// <summary>The exception for damage at an offset.</summary>
    public MalformedDataException Malformed(ulong offset, string reason) => new(_name, ByteSourceExtensions.ClampOffset(offset), reason);

    /// <summary>Gives the memory back; nothing that was read from it may be used afterwards.</summary>
    public void Release()
    {
        var bytes = _bytes;
        _bytes = [];
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
