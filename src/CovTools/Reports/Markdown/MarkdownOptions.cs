namespace CovTools.Reports;

/// <summary>How much a Markdown report shows; its size is bounded by these.</summary>
public sealed record MarkdownOptions
{
    /// <summary>Applied to the paths.</summary>
    public PathMapSet PathMaps { get; init; } = PathMapSet.None;

    /// <summary>The heading.</summary>
    public string Title { get; init; } = "Coverage";

    /// <summary>At most so many directories are listed.</summary>
    public int Directories { get; init; } = 50;

    /// <summary>At most so many files are listed.</summary>
    public int Files { get; init; } = 20;

    /// <summary>What the files are ordered by: those with the most that is missed come first.</summary>
    public MetricKind WorstBy { get; init; } = MetricKind.Line;
}
