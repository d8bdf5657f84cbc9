using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace CovTools.Execution;

/// <summary>
/// Reads the driver's messages: a line of JSON, then as many payload bytes as it announces (docs/driver-protocol.md, "Framing").
/// </summary>
internal sealed class DriverMessageReader
{
    /// <summary>Longest line accepted: a line holds at most the tail of an output and a list of modules.</summary>
    public const int MaxLineLength = 16 << 20;

    /// <summary>Largest payload accepted: raw profiles of the largest known libraries stay far below.</summary>
    public const long MaxPayloadLength = 2_000_000_000;

    private readonly PipeReader _reader;
    private readonly string _name;
    private long _offset;

    public DriverMessageReader(Stream stream, string name)
    {
        _reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 << 10, leaveOpen: true));
        _name = name;
    }

    /// <summary>The next message; null at the end of the stream.</summary>
    /// <exception cref="MalformedDataException">The bytes are not of the protocol, or the stream ends inside a message.</exception>
    public async Task<DriverMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        var line = await ReadLineAsync(cancellationToken).ConfigureAwait(false);
        if (line is null)
        {
            return null;
        }

        DriverMessage message;
        try
        {
            message = JsonSerializer.Deserialize(line, DriverJsonContext.Default.DriverMessage)
                ?? throw new JsonException("null is not a message");
        }
        catch (JsonException exception)
        {
            throw new MalformedDataException(_name, _offset, "not a message of the driver: " + exception.Message, exception);
        }

        _offset += line.Length + 1;
        if (message.PayloadLength == 0)
        {
            return message;
        }

        if (message.PayloadLength is < 0 or > MaxPayloadLength)
        {
            throw new MalformedDataException(_name, _offset, $"payload of {message.PayloadLength} bytes announced");
        }

        var payload = await ReadExactlyAsync((int)message.PayloadLength, cancellationToken).ConfigureAwait(false);
        _offset += payload.Length;
        return message with { Payload = payload };
    }

    private async Task<byte[]?> ReadLineAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            if (result.IsCompleted)
            {
                _reader.AdvanceTo(buffer.End);
                return buffer.IsEmpty ? null : throw new MalformedDataException(_name, _offset, "the stream ends inside a message");
            }

            if (buffer.Length > MaxLineLength)
            {
                throw new MalformedDataException(_name, _offset, $"a line of more than {MaxLineLength} bytes");
            }

            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadExactlyAsync(int length, CancellationToken cancellationToken)
    {
        // Memory grows with what arrives, not with what is announced.
        var collected = new ArrayBufferWriter<byte>(Math.Min(length, 1 << 20));
        while (collected.WrittenCount < length)
        {
            var result = await _reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            var take = buffer.Slice(0, Math.Min(buffer.Length, length - collected.WrittenCount));
            foreach (var segment in take)
            {
                collected.Write(segment.Span);
            }

            _reader.AdvanceTo(take.End);
            if (result.IsCompleted && collected.WrittenCount < length)
            {
                throw new MalformedDataException(_name, _offset, "the stream ends inside a payload");
            }
        }

        return collected.WrittenMemory;
    }
}
