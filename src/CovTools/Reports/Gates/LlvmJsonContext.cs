namespace CovTools.Reports;

/// <summary>Where in a JSON export a value stands.</summary>
internal enum LlvmJsonContext
{
    /// <summary>The whole document.</summary>
    Root,

    /// <summary>The list of exports.</summary>
    Data,

    /// <summary>One export.</summary>
    Export,

    /// <summary>The list of files.</summary>
    Files,

    /// <summary>A file.</summary>
    File,

    /// <summary>The summary of a file.</summary>
    Summary,

    /// <summary>The totals of the export.</summary>
    Totals,

    /// <summary>The numbers of one kind.</summary>
    Kind,

    /// <summary>Anything else.</summary>
    Other,
}
