using System.Buffers.Text;
using System.Text;

namespace CovTools.Reports;

/// <summary>Buffered text of bytes: source files are shown as they are, whatever their encoding.</summary>
/// <param name="stream">Where to; it stays open.</param>
internal sealed class ByteText(Stream stream)
{
    private const int LongestNumber = 20;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _used;

    /// <summary>Bytes as they are.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _used)
        {
            Flush();
        }

        if (bytes.Length > _buffer.Length)
        {
            stream.Write(bytes);
            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    /// <summary>Text as UTF-8.</summary>
    public void Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>A number.</summary>
    public void Write(ulong value)
    {
        Reserve(LongestNumber);
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out var written); // There is room for every number.
        _used += written;
    }

    /// <summary>A character again and again.</summary>
    public void Repeat(byte character, long count)
    {
        while (count > 0)
        {
            Reserve(1);
            var next = (int)Math.Min(count, _buffer.Length - _used);
            _buffer.AsSpan(_used, next).Fill(character);
            _used += next;
            count -= next;
        }
    }

    /// <summary>Spaces; none for a negative number.</summary>
    public void Spaces(long count) => Repeat((byte)' ', count);

    /// <summary>Text at the right end of a column.</summary>
    public void Right(string text, int width)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Spaces(width - bytes.Length);
        Write(bytes);
    }

    /// <summary>Text at the left end of a column.</summary>
    public void Left(string text, int width)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write(bytes);
        Spaces(width - bytes.Length);
    }

    /// <summary>What follows has this colour, or this colour behind it.</summary>
    public void Start(AnsiColor color, bool isBackground = false)
    {
        Write(isBackground ? "\e[0;4"u8 : "\e[0;3"u8);
        Write((ulong)color);
        Write("m"u8);
    }

    /// <summary>What follows has no colour.</summary>
    public void End() => Write("\e[0m"u8);

    /// <summary>Hands everything to the stream.</summary>
    public void Flush()
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _used < bytes)
        {
            Flush();
        }
    }
}
