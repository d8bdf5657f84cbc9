namespace CovTools.Objects;

/// <summary>Bytes that can be read at any offset: a file, memory, or a file that only another process can see.</summary>
public interface IByteSource
{
    /// <summary>The source as the user knows it; errors name it.</summary>
    public string Name { get; }

    /// <summary>Size in bytes.</summary>
    public long Length { get; }

    /// <summary>Fills <paramref name="destination"/> with the bytes from <paramref name="offset"/> on.</summary>
    /// <param name="offset">Byte offset from the start, not negative.</param>
    /// <param name="destination">Filled completely, or an exception is thrown.</param>
    /// <exception cref="MalformedDataException">The source ends before <paramref name="destination"/> is full.</exception>
    public void Read(long offset, Span<byte> destination);
}
