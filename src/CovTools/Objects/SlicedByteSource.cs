namespace CovTools.Objects;

/// <summary>A range of another source under a name of its own: a member of an archive, a slice of a universal file.</summary>
internal sealed class SlicedByteSource : IByteSource
{
    private readonly IByteSource _whole;
    private readonly long _start;

    /// <param name="whole">The source.</param>
    /// <param name="start">First byte of the range.</param>
    /// <param name="length">Length of the range in bytes.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MalformedDataException">The range goes past the end of the source.</exception>
    public SlicedByteSource(IByteSource whole, ulong start, ulong length, string name)
    {
        whole.Require(start, length, name);
        _whole = whole;
        _start = (long)start;
        Length = (long)length;
        Name = name;
    }

    public string Name { get; }

    public long Length { get; }

    public void Read(long offset, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        if (offset > Length || destination.Length > Length - offset)
        {
            throw new MalformedDataException(Name, offset, $"this part ends at {Length}, {destination.Length} bytes were expected here");
        }

        _whole.Read(_start + offset, destination);
    }
}
