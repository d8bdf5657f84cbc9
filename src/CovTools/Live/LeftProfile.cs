using CovTools.Profiles;

namespace CovTools.Live;

/// <summary>A raw profile of a program that does not load libcovrt.</summary>
/// <param name="Path">The file.</param>
/// <param name="Release">The first release that writes its version.</param>
internal sealed record LeftProfile(string Path, LlvmRelease Release);
