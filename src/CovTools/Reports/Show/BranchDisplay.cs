namespace CovTools.Reports;

/// <summary>How conditions are shown beside the source.</summary>
public enum BranchDisplay
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>How often each outcome was taken.</summary>
    Count,

    /// <summary>How often each outcome was taken, in percent of both.</summary>
    Percent,
}
