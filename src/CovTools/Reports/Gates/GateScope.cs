namespace CovTools.Reports;

/// <summary>What a threshold holds for.</summary>
public enum GateScope
{
    /// <summary>All files together.</summary>
    Total,

    /// <summary>Each file.</summary>
    File,

    /// <summary>Each directory: the files that lie in it, not those deeper down.</summary>
    Directory,

    /// <summary>The lines of a patch.</summary>
    Change,
}
