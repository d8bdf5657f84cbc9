namespace CovTools.Reports;

/// <summary>The lines of a text, as llvm::line_iterator finds them: they end with \n or \r\n, and the text ends at a zero byte.</summary>
internal ref struct SourceLines
{
    private readonly ReadOnlySpan<byte> _text;
    private int _next;

    /// <summary>Starts before the first line.</summary>
    /// <param name="text">The text.</param>
    public SourceLines(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        _text = end < 0 ? text : text[..end];
    }

    /// <summary>Number of the line, from 1.</summary>
    public uint Number { get; private set; }

    /// <summary>The line without its end.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Goes to the next line.</summary>
    /// <returns>False behind the last one.</returns>
    public bool MoveNext()
    {
        if (_next >= _text.Length)
        {
            return false;
        }

        var rest = _text[_next..];
        var end = rest.IndexOf((byte)'\n');
        _next += end < 0 ? rest.Length : end + 1;
        rest = end < 0 ? rest : rest[..end];
        Line = end >= 0 && rest.EndsWith("\r"u8) ? rest[..^1] : rest;
        Number++;
        return true;
    }
}
