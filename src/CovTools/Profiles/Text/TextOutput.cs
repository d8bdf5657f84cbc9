using System.Buffers.Text;

namespace CovTools.Profiles;

/// <summary>Buffered output of bytes and numbers.</summary>
internal sealed class TextOutput
{
    private const int LongestNumber = 20;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    public TextOutput(Stream stream) => _stream = stream;

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _used)
        {
            Flush();
        }

        if (bytes.Length > _buffer.Length)
        {
            _stream.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    public void Number(ulong value)
    {
        if (_buffer.Length - _used < LongestNumber)
        {
            Flush();
        }

        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out var written);
        _used += written;
    }

    /// <summary>A number, and the end of the line.</summary>
    public void Line(ulong value)
    {
        Number(value);
        Bytes("\n"u8);
    }

    public void Flush()
    {
        _stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
