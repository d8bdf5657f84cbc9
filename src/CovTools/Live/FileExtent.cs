namespace CovTools.Live;

/// <summary>A part of a sparse file that is not a hole.</summary>
/// <param name="Start">Offset of its first byte.</param>
/// <param name="End">Offset behind its last byte.</param>
internal readonly record struct FileExtent(long Start, long End);
