namespace CovTools.Coverage;

/// <summary>Reads what <see cref="ProgramWriter"/> wrote.</summary>
internal ref struct ProgramReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public ulong Read()
    {
        var value = (ulong)_bytes[_position++];
        if (value < 0x80)
        {
            return value;
        }

        value &= 0x7f;
        for (var shift = 7; ; shift += 7)
        {
            var part = _bytes[_position++];
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    public int ReadCount() => (int)Read();
}
