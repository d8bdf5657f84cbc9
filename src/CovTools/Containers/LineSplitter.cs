using System.Text;

namespace CovTools.Containers;

/// <summary>Turns bytes that arrive in pieces into lines of text; invalid UTF-8 is replaced, overlong lines are broken.</summary>
internal sealed class LineSplitter(Action<string> line)
{
    private const int LongestLine = 8192;
    private readonly Decoder _decoder = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetDecoder();
    private readonly StringBuilder _pending = new();
    private readonly char[] _characters = new char[1024];

    /// <summary>Adds bytes and hands on the lines that they complete.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            _decoder.Convert(bytes, _characters, flush: false, out var used, out var written, out _);
            bytes = bytes[used..];
            Add(_characters.AsSpan(0, written));
        }
    }

    /// <summary>Hands on what is left of an unfinished line.</summary>
    public void End()
    {
        var written = _decoder.GetChars([], _characters, flush: true);
        Add(_characters.AsSpan(0, written));
        if (_pending.Length > 0)
        {
            HandOn();
        }
    }

    private void Add(ReadOnlySpan<char> characters)
    {
        foreach (var character in characters)
        {
            if (character == '\n' || _pending.Length == LongestLine)
            {
                HandOn();
            }

            if (character != '\n')
            {
                _pending.Append(character);
            }
        }
    }

    private void HandOn()
    {
        var text = _pending.ToString().TrimEnd('\r');
        _pending.Clear();
        line(text);
    }
}
