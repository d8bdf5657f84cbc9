namespace CovTools.Coverage;

/// <summary>Appends LEB128 numbers to a growing block: most of what a program holds is smaller than 128.</summary>
internal sealed class ProgramWriter
{
    private byte[] _bytes = new byte[1024];

    public int Length { get; private set; }

    public void Write(ulong value)
    {
        const int LongestNumber = 10;
        if (_bytes.Length - Length < LongestNumber)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        for (; value >= 0x80; value >>= 7)
        {
            _bytes[Length++] = (byte)(value | 0x80);
        }

        _bytes[Length++] = (byte)value;
    }

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();
}
