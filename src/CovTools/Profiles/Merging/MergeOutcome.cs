namespace CovTools.Profiles;

/// <summary>The merged profile, and what became of the inputs.</summary>
/// <param name="Profile">The profile; write it with <see cref="IndexedProfileWriter"/> or as text.</param>
/// <param name="Release">Whose rules were used.</param>
/// <param name="Inputs">A report per input, in the order of the inputs.</param>
/// <param name="Bytes">Size of all inputs.</param>
/// <param name="Problems">Records that could not be added as they are: the first <see cref="MaximumProblems"/>, in the order of the inputs.</param>
public sealed record MergeOutcome(ProfileBuilder Profile, LlvmRelease Release, IReadOnlyList<InputReport> Inputs, long Bytes, IReadOnlyList<MergeProblem> Problems)
{
    /// <summary>More problems than this are only counted (<see cref="ProfileBuilder.Report"/>).</summary>
    public const int MaximumProblems = 1000;
}
