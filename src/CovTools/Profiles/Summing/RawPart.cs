namespace CovTools.Profiles;

/// <summary>One of the raw profiles of a file.</summary>
/// <param name="Offset">Where it starts in the file, bytes.</param>
/// <param name="Header">Its header.</param>
/// <param name="Sections">Where its sections lie in the file.</param>
internal sealed record RawPart(ulong Offset, RawProfileHeader Header, RawProfileSections Sections)
{
    /// <summary>
    /// Whether adding counters is all there is to merging it: 64-bit little-endian counters with relative pointers, no time stamps, no virtual tables (value sites are
    /// looked for when the shape is decoded).
    /// </summary>
    public bool IsSummable => BitConverter.IsLittleEndian && Header.Order is { BigEndian: false, Is64Bit: true } && Header.Layout.IsRelative
        && (Header.Flags & (ProfileFlags.Temporal | ProfileFlags.DebugCorrelation)) == 0
        && Header is { RecordCount: > 0, NamesSize: > 0, VirtualTableCount: 0, UniformCounterCount: 0 } && Size <= (ulong)Array.MaxLength;

    /// <summary>Its size in bytes.</summary>
    public ulong Size => Sections.End - Offset;
}
