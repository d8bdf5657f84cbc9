using System.Buffers.Binary;
using System.Text;

namespace CovTools.Containers;

/// <summary>
/// Standard output out of an attached stream (Docker Engine API, operation ContainerAttach, "Stream format": frames of
/// one byte of kind, three zero bytes, a big-endian 32-bit length and the payload). Standard error is handed on while reading.
/// </summary>
internal sealed class MultiplexedOutputStream(EngineCall call, Stream raw, Action<ReadOnlyMemory<byte>> error) : Stream
{
    private const int HeaderSize = 8;
    private const int BufferSize = 1 << 16;
    private const int LongestMessage = 4096;
    private const byte KindError = 2;
    private const byte KindEngine = 3;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private long _offset;
    private uint _left;
    private byte _kind;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (true)
        {
            if (_left == 0 && !await ReadHeaderAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            if (_left == 0)
            {
                continue;
            }

            if (_kind == KindEngine)
            {
                await ThrowEngineMessageAsync(cancellationToken).ConfigureAwait(false);
            }

            var chunk = await TakeAsync(_kind == KindError ? BufferSize : buffer.Length, cancellationToken).ConfigureAwait(false);
            if (_kind != KindError)
            {
                chunk.CopyTo(buffer);
                return chunk.Length;
            }

            error(chunk);
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
        => throw new NotSupportedException("only asynchronous reads: the engine answers when it likes");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<bool> ReadHeaderAsync(CancellationToken cancellationToken)
    {
        while (_end - _start < HeaderSize)
        {
            if (!await FillAsync(cancellationToken).ConfigureAwait(false))
            {
                return _end == _start ? false : throw call.Failure(null, "the stream ended in the middle of a frame header");
            }
        }

        var header = _buffer.AsSpan(_start, HeaderSize);
        if (header[0] > KindEngine || (header[1] | header[2] | header[3]) != 0)
        {
            throw new MalformedDataException(call.ToString(), _offset, $"not a frame header: {Convert.ToHexString(header)}");
        }

        _kind = header[0];
        _left = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
        Consume(HeaderSize);
        return true;
    }

    /// <summary>At least one and at most <paramref name="most"/> bytes of the payload; valid until the next call.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> TakeAsync(int most, CancellationToken cancellationToken)
    {
        if (_start == _end && !await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            throw call.Failure(null, "the stream ended in the middle of a frame");
        }

        var count = (int)Math.Min(_left, Math.Min(most, _end - _start));
        var chunk = _buffer.AsMemory(_start, count);
        Consume(count);
        _left -= (uint)count;
        return chunk;
    }

    private async ValueTask ThrowEngineMessageAsync(CancellationToken cancellationToken)
    {
        var message = new StringBuilder();
        while (_left > 0 && message.Length < LongestMessage)
        {
            var chunk = await TakeAsync(BufferSize, cancellationToken).ConfigureAwait(false);
            message.Append(Encoding.UTF8.GetString(chunk.Span[..Math.Min(chunk.Length, LongestMessage)]));
        }

        throw call.Failure(null, message.ToString().Trim());
    }

    private void Consume(int count)
    {
        _start += count;
        _offset += count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        try
        {
            var read = await raw.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            return read > 0;
        }
        catch (IOException exception)
        {
            throw call.Failure(null, $"the stream broke off: {exception.Message}", exception);
        }
    }
}
