namespace CovTools.Profiles;

/// <summary>What a reader needs besides the file.</summary>
public sealed record ProfileReadOptions
{
    /// <summary>Nothing.</summary>
    public static ProfileReadOptions Default { get; } = new();

    /// <summary>Function records and names of profiles that were written without them (-profile-correlate=binary); null when there are none.</summary>
    public ICorrelation? Correlation { get; init; }
}
