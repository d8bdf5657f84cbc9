using CovTools.Objects;

namespace CovTools.Execution;

/// <summary>A file of the driver's host, read in large pieces over the connection. Blocks; not for use on the reading loop.</summary>
internal sealed class DriverFileSource : IByteSource
{
    private const int PieceLength = 1 << 20;

    private readonly DriverConnection _connection;
    private readonly Lock _lock = new();
    private byte[] _piece = [];
    private long _pieceOffset = -1;

    public DriverFileSource(DriverConnection connection, string path)
    {
        _connection = connection;
        Name = path;
        Length = Fetch(0);
    }

    public string Name { get; }

    public long Length { get; }

    public void Read(long offset, Span<byte> destination)
    {
        lock (_lock)
        {
            while (destination.Length > 0)
            {
                if (offset < _pieceOffset || offset >= _pieceOffset + _piece.Length)
                {
                    Fetch(offset / PieceLength * PieceLength);
                    if (offset >= _pieceOffset + _piece.Length)
                    {
                        throw new MalformedDataException(Name, offset, "the file ends here");
                    }
                }

                var available = _piece.AsSpan((int)(offset - _pieceOffset));
                var count = Math.Min(available.Length, destination.Length);
                available[..count].CopyTo(destination);
                destination = destination[count..];
                offset += count;
            }
        }
    }

    private long Fetch(long offset)
    {
        // IByteSource is synchronous, as every reader of formats is; the wait happens on a worker thread of the run.
        var answer = Task.Run(() => _connection.ReadFileAsync(Name, offset, PieceLength, CancellationToken.None)).GetAwaiter().GetResult();
        _piece = answer.Payload.ToArray();
        _pieceOffset = offset;
        return answer.Total;
    }
}
