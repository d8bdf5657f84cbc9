namespace CovTools.Reports;

/// <summary>What a Cobertura report says beside the numbers.</summary>
public sealed record CoberturaOptions
{
    /// <summary>Applied to the paths of source files.</summary>
    public PathMapSet PathMaps { get; init; } = PathMapSet.None;

    /// <summary>Folders of source files: paths below one of them are written relative to it. None: <c>.</c> is named.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>When the report was made; null: 0 is written, so that the same input gives the same bytes.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What a mangled name is shown as; null: names stay mangled.</summary>
    public Func<string, string>? Demangle { get; init; }
}
