namespace CovTools.Reports;

/// <summary>Lines of a diff as bytes. Of very long lines only the beginning is kept, since only headers matter as a whole.</summary>
/// <param name="stream">The diff.</param>
internal sealed class DiffLines(Stream stream)
{
    /// <summary>So much of a line is kept; longer than any path.</summary>
    public const int Kept = 1 << 16;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly byte[] _line = new byte[Kept];
    private int _start;
    private int _end;
    private long _bufferOffset;

    /// <summary>Where the last line begins in the diff.</summary>
    public long Offset { get; private set; }

    /// <summary>The next line without its line feed.</summary>
    /// <param name="line">The line, valid until the next call.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        var kept = 0;
        Offset = _bufferOffset + _start;
        var isStarted = false;
        while (_start < _end || Fill())
        {
            isStarted = true;
            var available = _buffer.AsSpan(_start, _end - _start);
            var feed = available.IndexOf((byte)'\n');
            var part = feed < 0 ? available : available[..feed];
            var taken = Math.Min(part.Length, Kept - kept);
            part[..taken].CopyTo(_line.AsSpan(kept));
            kept += taken;
            _start += part.Length + (feed < 0 ? 0 : 1);
            if (feed >= 0)
            {
                break;
            }
        }

        line = _line.AsSpan(0, kept);
        return isStarted;
    }

    private bool Fill()
    {
        _bufferOffset += _end;
        _start = 0;
        _end = stream.Read(_buffer, 0, _buffer.Length);
        return _end > 0;
    }
}
