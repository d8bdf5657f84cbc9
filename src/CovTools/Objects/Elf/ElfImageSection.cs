namespace CovTools.Objects;

/// <summary>A section of a file that is being written.</summary>
/// <param name="header">Name, type, flags, address, size and alignment; where it lies in the file is decided when it is written.</param>
internal sealed class ElfImageSection(ElfSection header)
{
    public ElfSection Header { get; } = header;

    /// <summary>New contents; null when they are copied or there are none.</summary>
    public byte[]? Contents { get; init; }

    /// <summary>The bytes are those of the same section of the module.</summary>
    public bool CopiesSource { get; init; }

    /// <summary>sh_info.</summary>
    public uint Info { get; init; }

    /// <summary>Size as its header says, bytes.</summary>
    public ulong Size => Contents is null ? Header.Size : (ulong)Contents.Length;

    /// <summary>Bytes that it takes in the file.</summary>
    public ulong FileSize => Contents is null && !CopiesSource ? 0 : Size;
}
