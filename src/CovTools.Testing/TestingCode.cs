namespace CovTools.Testing;

/// <summary>Codes of what test runs under coverage tell, written <c>COVnnnn</c>; docs/testing.md explains each. A number is never used again for something else.</summary>
public enum TestingCode
{
    /// <summary>No code.</summary>
    None = 0,

    /// <summary>libcovrt cannot be used on this system: profiles are written by LLVM's runtime, and a killed process loses its own.</summary>
    CaptureUnavailable = 501,

    /// <summary>Another test run that is still going on writes to the same folder.</summary>
    FolderInUse = 502,

    /// <summary>Another test run has replaced the results while this one was going on.</summary>
    RunReplaced = 503,

    /// <summary>A file cannot be read or written.</summary>
    FileFailed = 504,

    /// <summary>The data collector was not started, so that nothing was collected.</summary>
    CollectorMissing = 505,

    /// <summary>A property, an item or an option says something that cannot be.</summary>
    InvalidSetting = 1501,

    /// <summary>The tests of a project loaded no instrumented library.</summary>
    NothingLoaded = 2501,

    /// <summary>A process could not move its counters into the counters file.</summary>
    CountersLost = 2502,

    /// <summary>A test overwrote a part of the counters file.</summary>
    CountersDamaged = 2503,

    /// <summary>The file of a library is gone, was replaced, or cannot be understood; its counters are left out.</summary>
    LibraryRefused = 2504,

    /// <summary>A profile is empty, cut off or damaged.</summary>
    ProfileUnfit = 2505,

    /// <summary>No test project of the run measured anything.</summary>
    NothingMeasured = 2506,

    /// <summary>A process of the tests is still running; what it counts from now on is not in the result.</summary>
    StillRunning = 2507,

    /// <summary>The tests of a project did not come to their end: whatever ran them was ended.</summary>
    TestsCutOff = 2508,

    /// <summary>A library counts, but does not say to which lines its counters belong.</summary>
    NoMapping = 3501,

    /// <summary>A part of a library's coverage mapping cannot be read.</summary>
    MalformedMapping = 3502,

    /// <summary>Functions of the profile are other versions than those of the library.</summary>
    MismatchedFunctions = 3503,

    /// <summary>Coverage is below a threshold.</summary>
    BelowThreshold = 4501,
}
