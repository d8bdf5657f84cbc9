namespace CovTools.Objects;

/// <summary>A program header of an ELF file (System V gABI, "Program Header").</summary>
/// <param name="Type">p_type.</param>
/// <param name="Flags">p_flags.</param>
/// <param name="Offset">Offset of the contents in the file, bytes.</param>
/// <param name="Address">Link-time address.</param>
/// <param name="FileSize">Bytes in the file.</param>
/// <param name="MemorySize">Bytes in memory.</param>
/// <param name="Alignment">p_align, bytes.</param>
public sealed record ElfSegment(uint Type, uint Flags, ulong Offset, ulong Address, ulong FileSize, ulong MemorySize, ulong Alignment)
{
    internal const uint TypeLoad = 1;
    internal const uint TypeDynamic = 2;
    internal const uint TypeNote = 4;
}
