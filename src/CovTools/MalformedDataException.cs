namespace CovTools;

/// <summary>Input breaks its format: names the file, the byte offset and the reason.</summary>
public sealed class MalformedDataException : Exception
{
    /// <summary>Makes an exception for <paramref name="file"/> at <paramref name="offset"/>.</summary>
    /// <param name="file">The file (or other source) as the user knows it.</param>
    /// <param name="offset">Byte offset from the start of the file; -1 when no single place is to blame.</param>
    /// <param name="reason">What is wrong there, in one line.</param>
    /// <param name="inner">The exception that revealed it, if any.</param>
    public MalformedDataException(string file, long offset, string reason, Exception? inner = null)
        : base(offset < 0 ? $"{file}: {reason}" : $"{file}: offset 0x{offset:x}: {reason}", inner)
    {
        File = file;
        Offset = offset;
        Reason = reason;
    }

    /// <summary>The file (or other source) as the user knows it.</summary>
    public string File { get; }

    /// <summary>Byte offset from the start of the file; -1 when unknown.</summary>
    public long Offset { get; }

    /// <summary>What is wrong, in one line.</summary>
    public string Reason { get; }
}
