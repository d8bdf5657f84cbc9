namespace CovTools.Objects;

/// <summary>A section header of an ELF file (System V gABI, "Section Header").</summary>
/// <param name="Index">Position in the section header table.</param>
/// <param name="Name">Name, bytes above 0x7f replaced.</param>
/// <param name="Type">sh_type.</param>
/// <param name="Flags">sh_flags.</param>
/// <param name="Address">Link-time address; 0 when the section is not loaded.</param>
/// <param name="Offset">Offset of the contents in the file, bytes.</param>
/// <param name="Size">Size in bytes (of the compressed form when <see cref="IsCompressed"/>).</param>
/// <param name="Link">sh_link.</param>
/// <param name="EntrySize">sh_entsize, bytes.</param>
/// <param name="Alignment">sh_addralign, bytes.</param>
public sealed record ElfSection(
    int Index, string Name, uint Type, ulong Flags, ulong Address, ulong Offset, ulong Size, uint Link, ulong EntrySize, ulong Alignment)
{
    internal const uint TypeSymbolTable = 2;
    internal const uint TypeStringTable = 3;
    internal const uint TypeRelocationsWithAddend = 4;
    internal const uint TypeNote = 7;
    internal const uint TypeNoBits = 8;
    internal const uint TypeRelocations = 9;
    internal const uint TypeDynamicSymbols = 11;
    internal const uint TypeRelativeRelocations = 19;
    internal const ulong FlagWrite = 1;
    internal const ulong FlagAllocate = 2;
    internal const ulong FlagCompressed = 0x800;

    /// <summary>The section takes no room in the file (SHT_NOBITS).</summary>
    public bool IsNoBits => Type == TypeNoBits;

    /// <summary>The section is loaded into memory (SHF_ALLOC).</summary>
    public bool IsAllocated => (Flags & FlagAllocate) != 0;

    /// <summary>The contents are compressed (SHF_COMPRESSED).</summary>
    public bool IsCompressed => (Flags & FlagCompressed) != 0;

    /// <summary>Whether <paramref name="address"/> lies in the loaded section.</summary>
    public bool Contains(ulong address) => IsAllocated && address >= Address && address - Address < Size;
}
