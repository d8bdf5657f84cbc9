using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>How many inputs ended how, and what that means for the command.</summary>
/// <param name="Merged">Inputs that were added completely.</param>
/// <param name="Empty">Inputs without a byte.</param>
/// <param name="Bad">Damaged, unreadable, suspicious and incompatible inputs.</param>
/// <param name="Bytes">Size of all inputs.</param>
/// <param name="Failure">Why nothing is written; null when it is.</param>
internal sealed record MergeSummary(int Merged, int Empty, int Bad, long Bytes, string? Failure)
{
    /// <summary>Nothing is written.</summary>
    public bool Fails => Failure is not null;

    /// <summary>What llvm-profdata counts as an error of an input.</summary>
    public static bool IsBad(InputStatus status) => status is not (InputStatus.Merged or InputStatus.Empty);

    public static MergeSummary Of(MergeOutcome outcome, MergeRequest request)
    {
        var bad = outcome.Inputs.Count(report => IsBad(report.Status));
        var empty = outcome.Inputs.Count(report => report.Status == InputStatus.Empty);
        var merged = outcome.Inputs.Count - bad - empty;
        var failure = (request.FailureMode, bad) switch
        {
            (FailureMode.Warn, _) => null,
            (FailureMode.Any, > 0) => bad == 1 ? "one input is bad" : $"{bad} inputs are bad",
            (_, > 0) when merged == 0 => "no input is good",
            (_, 0) when merged == 0 => "all inputs are empty",
            _ => null,
        };
        return new MergeSummary(merged, empty, bad, outcome.Bytes, failure);
    }
}
