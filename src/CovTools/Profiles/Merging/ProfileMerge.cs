using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Merges files of any profile format with the semantics of llvm-profdata merge -j 1 (mergeInstrProfile in llvm/tools/llvm-profdata/llvm-profdata.cpp), whatever
/// the number of threads.
/// </summary>
public static class ProfileMerge
{
    /// <summary>Merges files. A bad file costs that file and is told in the outcome; it does not throw.</summary>
    /// <param name="inputs">In the order in which their records are to appear first.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public static MergeOutcome Run(IReadOnlyList<MergeInput> inputs, MergeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        return new MergeRun(inputs, options, cancellationToken).Run();
    }
}
