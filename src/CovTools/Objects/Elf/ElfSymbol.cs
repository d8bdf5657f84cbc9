namespace CovTools.Objects;

/// <summary>A symbol that the file defines.</summary>
/// <param name="Name">Name.</param>
/// <param name="Address">st_value: its link-time address.</param>
/// <param name="Size">st_size, bytes.</param>
public readonly record struct ElfSymbol(string Name, ulong Address, ulong Size);
