namespace CovTools.Coverage;

/// <summary>Whether a report has measured anything. Only <see cref="Measured"/> may be shown as a percentage without saying so.</summary>
public enum CoverageOutcome
{
    /// <summary>Something ran.</summary>
    Measured,

    /// <summary>No function is reported: the objects have none, or every file was filtered out.</summary>
    NoFunctions,

    /// <summary>The profile is about other binaries: its build ids are not those of the objects, or what ran in it is none of their functions.</summary>
    NoMatchingBinary,

    /// <summary>The profile fits, and nothing that is reported ran.</summary>
    AllZero,
}
