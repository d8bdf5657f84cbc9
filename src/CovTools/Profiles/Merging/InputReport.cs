namespace CovTools.Profiles;

/// <summary>What became of an input.</summary>
/// <param name="Name">The file.</param>
/// <param name="Status">What became of it.</param>
/// <param name="Offset">Byte offset of what is wrong; -1 when nothing is, or no place is to blame.</param>
/// <param name="Reason">What is wrong, in one line; empty when nothing is.</param>
/// <param name="Profiles">Number of profiles in it.</param>
/// <param name="Records">Number of records that were added.</param>
public sealed record InputReport(string Name, InputStatus Status, long Offset, string Reason, int Profiles, long Records)
{
    internal static InputReport Empty(MergeInput input) => new(input.Path, InputStatus.Empty, -1, "the file is empty", 0, 0);

    internal static InputReport Unreadable(MergeInput input, Exception exception) => new(input.Path, InputStatus.Unreadable, -1, exception.Message, 0, 0);

    internal static InputReport Summed(MergeInput input, IReadOnlyList<RawPart> parts) =>
        new(input.Path, InputStatus.Merged, -1, "", parts.Count, parts.Sum(part => (long)part.Header.RecordCount));
}
