namespace CovTools.Live;

/// <summary>How a capture is set up.</summary>
public sealed record CaptureOptions
{
    /// <summary>
    /// Folder in which the capture's own folder is made; null for one that fits (TMPDIR, /tmp, /dev/shm, the user's cache). It takes as much room as is counted, and
    /// a full file system ends the programs, so a small tmpfs is no good place.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>
    /// What LLVM's runtimes get as LLVM_PROFILE_FILE in programs that libcovrt measures; null for /dev/null. With another value profiles are written besides.
    /// </summary>
    public string? ProfileFile { get; init; }

    /// <summary>Processes of other users take part: the folder can be entered, and the counters file written, by everybody.</summary>
    public bool ForAllUsers { get; init; }
}
