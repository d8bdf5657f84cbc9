namespace CovTools.Tests.Reports;

/// <summary>Keeps nothing but how much was written, and how often a text is in it.</summary>
/// <param name="text">The text.</param>
internal sealed class CountingStream(byte[] text) : MemoryStream
{
    private byte[] _end = [];

    public long Written { get; private set; }

    public int Found { get; private set; }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        // What two writes share is in the end of the first and the start of the second; shorter ones do not occur.
        buffer.Length.ShouldBeGreaterThanOrEqualTo(text.Length);
        byte[] seam = [.. _end, .. buffer[..(text.Length - 1)]];
        Found += seam.AsSpan().Count(text) + buffer.Count(text);
        Written += buffer.Length;
        _end = buffer[^(text.Length - 1)..].ToArray();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
}
