namespace CovTools.Objects;

/// <summary>Bytes in memory.</summary>
public sealed class MemoryByteSource : IByteSource
{
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>Wraps <paramref name="bytes"/> without copying them.</summary>
    /// <param name="name">What errors call it.</param>
    /// <param name="bytes">The contents.</param>
    public MemoryByteSource(string name, ReadOnlyMemory<byte> bytes)
    {
        Name = name;
        _bytes = bytes;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public long Length => _bytes.Length;

    /// <inheritdoc/>
    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset > _bytes.Length || destination.Length > _bytes.Length - offset)
        {
            throw new MalformedDataException(Name, offset, $"the data ends at {_bytes.Length}, {destination.Length} bytes were expected here");
        }

        _bytes.Span.Slice((int)offset, destination.Length).CopyTo(destination);
    }
}
