using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace CovTools.Reports;

/// <summary>Text in UTF-8 that is put together in memory: reports are written in parts that are made in parallel. Not safe for concurrent use.</summary>
internal sealed class Utf8Output
{
    private const int LongestNumber = 20;
    private const int Large = 1 << 20;
    private const int TooLarge = 4 << 20;

    private byte[] _bytes = new byte[1 << 16];
    private Action<bool>? _passOn;

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Begins a text that can be passed on in pieces.</summary>
    /// <param name="passOn">Writes what there is and clears it, if that is possible now; true: waits until it is.</param>
    public void Start(Action<bool> passOn)
    {
        Clear();
        _passOn = passOn;
    }

    /// <summary>To be called between small pieces of a text that may become large: what was written may be gone afterwards.</summary>
    public void PassOn()
    {
        if (Length >= Large)
        {
            _passOn?.Invoke(Length >= TooLarge);
        }
    }

    public void Write(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        Reserve(text.Length);
        text.CopyTo(_bytes.AsSpan(Length));
        Length += text.Length;
    }

    public void Write(ulong number)
    {
        Reserve(LongestNumber);
        if (number < 10)
        {
            _bytes[Length++] = (byte)('0' + number);
            return;
        }

        Utf8Formatter.TryFormat(number, _bytes.AsSpan(Length), out var written);
        Length += written;
    }

    public void WriteUtf8(string text)
    {
        var size = System.Text.Encoding.UTF8.GetMaxByteCount(text.Length);
        Reserve(size);
        Length += System.Text.Encoding.UTF8.GetBytes(text, _bytes.AsSpan(Length));
    }

    /// <summary>Writes bytes that are kept as the characters of a string, such as a path that need not be UTF-8.</summary>
    public void WriteBytesOf(string characters)
    {
        Reserve(characters.Length);
        Length += System.Text.Encoding.Latin1.GetBytes(characters, _bytes.AsSpan(Length));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }
    }

    private void Grow(int count) => Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)_bytes.Length * 2, (long)Length + count)));
}
