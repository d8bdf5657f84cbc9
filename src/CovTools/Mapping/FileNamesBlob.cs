namespace CovTools.Mapping;

/// <summary>The encoded file names of a translation unit, where they lie in their section.</summary>
/// <param name="Section">The section.</param>
/// <param name="Start">First byte.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Source">Object and section, for messages.</param>
internal readonly record struct FileNamesBlob(byte[] Section, int Start, int Length, string Source)
{
    public ReadOnlySpan<byte> Span => Section.AsSpan(Start, Length);
}
