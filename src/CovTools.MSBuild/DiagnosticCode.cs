namespace CovTools.MSBuild;

/// <summary>Codes of errors and warnings, written <c>COVnnnn</c>; docs/msbuild.md explains each. A number is never used again for something else.</summary>
public enum DiagnosticCode
{
    /// <summary>No code.</summary>
    None = 0,

    /// <summary>MSBuild is older than 18.</summary>
    MSBuildTooOld = 1,

    /// <summary>Something outside the project is missing: a container engine, an image, a program.</summary>
    EnvironmentIncomplete = 2,

    /// <summary>The build was cancelled; the same build continues the work.</summary>
    Interrupted = 3,

    /// <summary>A container engine refused a call or went away.</summary>
    EngineFailed = 4,

    /// <summary>Decoded mappings cannot be kept for the next build.</summary>
    CacheUnusable = 5,

    /// <summary>A file cannot be read or written.</summary>
    FileFailed = 6,

    /// <summary>A property, an item or its metadata says something that cannot be.</summary>
    InvalidInput = 1001,

    /// <summary>A binary has no coverage data: it was not instrumented, or it was stripped.</summary>
    NotInstrumented = 1002,

    /// <summary>A binary, a library file or another input is damaged.</summary>
    MalformedInput = 1003,

    /// <summary>No binary is named.</summary>
    NoBinary = 1004,

    /// <summary>A corpus holds no script.</summary>
    NoScript = 1005,

    /// <summary>Something about a corpus or a run that the user should know.</summary>
    CollectionWarning = 1006,

    /// <summary>A script could not be read or measured.</summary>
    ScriptFailed = 1007,

    /// <summary>The driver cannot start: the library cannot be imported.</summary>
    DriverFailed = 1008,

    /// <summary>A run stopped before all scripts had a result.</summary>
    RunStopped = 1009,

    /// <summary>The coverage of some scripts is incomplete.</summary>
    CoverageLost = 1010,

    /// <summary>There is no profile.</summary>
    NoProfile = 2001,

    /// <summary>A profile cannot be used.</summary>
    BadProfile = 2002,

    /// <summary>A profile is an empty file.</summary>
    EmptyProfile = 2003,

    /// <summary>A record of a profile could not be added as it is.</summary>
    RecordProblem = 2004,

    /// <summary>A file is no indexed profile.</summary>
    NotIndexed = 2005,

    /// <summary>Nothing was measured.</summary>
    NothingMeasured = 2006,

    /// <summary>The profile knows other versions of some functions.</summary>
    MismatchedFunctions = 2007,

    /// <summary>A report's format is unknown, or cannot show what was asked for.</summary>
    InvalidReport = 3001,

    /// <summary>A result would replace a file that something else wrote.</summary>
    ForeignFile = 3002,

    /// <summary>A part of a coverage mapping cannot be read.</summary>
    MalformedMapping = 3003,

    /// <summary>Coverage is below a threshold.</summary>
    BelowThreshold = 4001,

    /// <summary>Coverage became worse than the baseline.</summary>
    BelowBaseline = 4002,

    /// <summary>Changed lines did not run.</summary>
    ChangeNotCovered = 4003,

    /// <summary>A changed file has no coverage.</summary>
    ChangeNotMeasured = 4004,

    /// <summary>There is nothing to check against.</summary>
    NoGate = 4005,
}
