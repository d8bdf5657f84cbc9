namespace CovTools.Profiles;

/// <summary>Hears what a watched merge does, while it does it; from one thread at a time.</summary>
public interface IWatchObserver
{
    /// <summary>A file cannot be merged; nothing of it is in the result.</summary>
    /// <param name="report">What is wrong with it.</param>
    /// <param name="target">Where it is now.</param>
    public void OnQuarantined(InputReport report, string target);

    /// <summary>A record could not be added as it is.</summary>
    public void OnProblem(MergeProblem problem);

    /// <summary>The result is durable, and the profiles that are in it were deleted.</summary>
    /// <param name="profiles">Number of files that were folded in since the watch began.</param>
    /// <param name="bytes">Their size.</param>
    public void OnWritten(long profiles, long bytes);
}
