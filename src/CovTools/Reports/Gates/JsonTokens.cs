using System.Text.Json;

namespace CovTools.Reports;

/// <summary>Reads JSON of any size token by token.</summary>
/// <param name="stream">The text, in UTF-8.</param>
/// <param name="name">Its name, for messages.</param>
internal sealed class JsonTokens(Stream stream, string name)
{
    /// <summary>No text or number of a sensible document is longer, in bytes.</summary>
    private const int LongestToken = 1 << 24;

    private byte[] _buffer = new byte[1 << 16];
    private int _length;
    private long _offset;

    /// <summary>What is done with a token.</summary>
    /// <param name="reader">Stands on the token; must not be moved.</param>
    /// <param name="offset">Where the token begins in the stream.</param>
    public delegate void TokenHandler(ref Utf8JsonReader reader, long offset);

    /// <summary>Gives all tokens to <paramref name="handle"/>.</summary>
    /// <exception cref="MalformedDataException">This is no JSON, or it has an immoderate token.</exception>
    public void Read(TokenHandler handle)
    {
        var state = default(JsonReaderState);
        while (true)
        {
            var isFinal = !Fill();
            var reader = new Utf8JsonReader(_buffer.AsSpan(0, _length), isFinal, state);
            try
            {
                while (reader.Read())
                {
                    handle(ref reader, _offset + reader.TokenStartIndex);
                }
            }
            catch (Exception exception) when (exception is JsonException or InvalidOperationException)
            {
                // InvalidOperationException: a text that is no UTF-8.
                throw new MalformedDataException(name, _offset + reader.BytesConsumed, $"damaged JSON: {exception.Message}", exception);
            }

            if (isFinal)
            {
                return;
            }

            state = reader.CurrentState;
            Consume((int)reader.BytesConsumed);
        }
    }

    /// <returns>False at the end of the stream.</returns>
    private bool Fill()
    {
        if (_length == _buffer.Length)
        {
            if (_length >= LongestToken)
            {
                throw new MalformedDataException(name, _offset, $"a text of more than {LongestToken} bytes");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = stream.Read(_buffer, _length, _buffer.Length - _length);
        _length += read;
        return read > 0;
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _length - count).CopyTo(_buffer);
        _length -= count;
        _offset += count;
    }
}
