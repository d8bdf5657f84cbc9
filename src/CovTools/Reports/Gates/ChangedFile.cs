namespace CovTools.Reports;

/// <summary>A file that a patch changes or adds.</summary>
/// <param name="Path">Its path after the patch, relative as the patch has it, with '/' between names.</param>
/// <param name="Lines">Lines that are new or changed, numbered as after the patch; sorted, without overlaps. Empty when lines were only removed, or for a binary file.</param>
public sealed record ChangedFile(string Path, IReadOnlyList<LineRange> Lines);
