namespace CovTools.Objects;

/// <summary>A section of an object file of any format.</summary>
/// <param name="Name">Its name without the segment.</param>
/// <param name="Address">Link-time address; 0 when the section is not loaded.</param>
/// <param name="Offset">Offset of the contents in the file, bytes.</param>
/// <param name="Size">Size of the contents in the file, bytes; 0 when it takes no room there.</param>
/// <param name="Index">Its place in the file's table of sections.</param>
public readonly record struct ObjectSection(string Name, ulong Address, ulong Offset, ulong Size, int Index);
