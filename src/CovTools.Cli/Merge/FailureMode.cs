namespace CovTools.Cli.Merge;

/// <summary>What bad inputs mean for a merge (llvm-profdata merge -failure-mode).</summary>
internal enum FailureMode
{
    /// <summary>One bad input, and nothing is written.</summary>
    Any = 0,

    /// <summary>Nothing is written when all inputs are bad.</summary>
    All = 1,

    /// <summary>Bad inputs are only told.</summary>
    Warn = 2,
}
