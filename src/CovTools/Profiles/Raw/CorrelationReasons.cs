namespace CovTools.Profiles;

/// <summary>Why profiles without function records cannot be read, and what to do about it.</summary>
internal static class CorrelationReasons
{
    /// <summary>What to do when the records are in debug information.</summary>
    private const string InsteadOfDebugInformation =
        "correlation by debug information is not supported: build with -profile-correlate=binary, or without correlation, or merge it with llvm-profdata --debug-info";

    /// <summary>The profile itself says so.</summary>
    public const string DebugInformation = "the profile has no function records: they are in the debug information of the program; " + InsteadOfDebugInformation;

    /// <summary>No binary was given.</summary>
    public const string Missing =
        "the profile has counters but no function records and names: they are in the program (-profile-correlate=binary); give --correlate binary and the binary (if they are in its debug information: "
        + InsteadOfDebugInformation + ")";

    /// <summary>The binary that was given has none.</summary>
    public const string NoSections =
        "the file has no function records for profiles without them (sections __llvm_covdata, __llvm_covnames and __llvm_prf_cnts); " + InsteadOfDebugInformation;
}
