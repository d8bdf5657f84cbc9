namespace CovTools.Profiles;

/// <summary>The lines of a text profile that mean something: blank ones and those that start with # are passed over (line_iterator in llvm/Support/LineIterator.cpp).</summary>
internal sealed class TextLines
{
    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _text;
    private int _start;
    private int _size;
    private int _next;

    public TextLines(string name, ReadOnlyMemory<byte> text)
    {
        _name = name;
        _text = text;
        Advance();
    }

    /// <summary>There is no further line.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Number of the current line, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The current line without its end; empty after the last.</summary>
    public ReadOnlyMemory<byte> Current => _text.Slice(_start, _size);

    /// <summary>Goes to the next line.</summary>
    /// <exception cref="MalformedDataException">It holds a zero byte.</exception>
    public void Advance()
    {
        while (_next < _text.Length)
        {
            Take();
            var line = Current.Span;
            if (line.Contains((byte)0))
            {
                throw Malformed("a zero byte");
            }

            if (!line.IsEmpty && line[0] != '#')
            {
                return;
            }
        }

        AtEnd = true;
        _start = _text.Length;
        _size = 0;
    }

    /// <summary>The exception for the current line.</summary>
    public MalformedDataException Malformed(string reason) => AtEnd
        ? new MalformedDataException(_name, _start, $"the file ends after line {Number}, inside of a record (truncated)")
        : new MalformedDataException(_name, _start, $"line {Number}: {reason}");

    private void Take()
    {
        _start = _next;
        Number++;
        var rest = _text.Span[_start..];
        var end = rest.IndexOf((byte)'\n');
        _size = end < 0 ? rest.Length : end;
        _next = _start + (end < 0 ? rest.Length : end + 1);
        if (end > 0 && rest[end - 1] == '\r')
        {
            _size--;
        }
    }
}
