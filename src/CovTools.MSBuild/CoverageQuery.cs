using CovTools.Coverage;
using CovTools.Libraries;
using CovTools.Profiles;
using Microsoft.Build.Framework;

namespace CovTools.MSBuild;

/// <summary>Which coverage is wanted.</summary>
internal sealed record CoverageQuery
{
    /// <summary>The binaries, in the order in which they count.</summary>
    public required IReadOnlyList<ITaskItem> Binaries { get; init; }

    /// <summary>Full path of an indexed profile.</summary>
    public required string Profile { get; init; }

    /// <summary>The source files that count.</summary>
    public required SourceFilter Filter { get; init; }

    /// <summary>Where files of the build are now.</summary>
    public required PathMapSet PathMaps { get; init; }

    /// <summary>Whose llvm-cov is followed.</summary>
    public required LlvmRelease Release { get; init; }

    /// <summary>Name of the metric.</summary>
    public required string Metric { get; init; }

    /// <summary>Decoded mappings are kept and used again.</summary>
    public required bool UsesCache { get; init; }

    /// <summary>Takes warnings: code, file or null, message.</summary>
    public required Action<DiagnosticCode, string?, string> Warn { get; init; }

    /// <summary>Numbers are by source places.</summary>
    public bool IsSourceUnion => Metric == SourceUnion.MetricName;

    /// <summary>The file belongs to the result.</summary>
    public bool Takes(string path) => Filter.IsMatch(PathMaps.Apply(path));
}
