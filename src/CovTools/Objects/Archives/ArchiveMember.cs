namespace CovTools.Objects;

/// <summary>A member of an archive.</summary>
/// <param name="Name">Its name inside the archive; in a thin archive the path of a file, relative to the archive's folder.</param>
/// <param name="Offset">First byte of its contents; in a thin archive of its header.</param>
/// <param name="Size">Size in bytes.</param>
internal readonly record struct ArchiveMember(string Name, ulong Offset, ulong Size);
