using System.Collections.Immutable;

namespace CovTools.Coverage;

/// <summary>
/// Chooses source files by path: those that match an include pattern (all, when there is none) and no exclude pattern,
/// after path maps. Patterns take whole components, anywhere in the path: <c>aten/src/ATen/native</c> is every file below
/// such a directory; <c>*</c> and <c>?</c> stay inside a component, <c>**</c> takes any number of components; a leading
/// slash ties the pattern to the start.
/// </summary>
public sealed class SourceFilter
{
    private readonly ImmutableArray<PathPattern> _include;
    private readonly ImmutableArray<PathPattern> _exclude;
    private readonly ImmutableArray<PathMap> _maps;

    /// <summary>Makes a filter.</summary>
    /// <param name="include">Patterns of files to take; none: all files.</param>
    /// <param name="exclude">Patterns of files to leave out.</param>
    /// <param name="maps">Replacements of leading directories; the first that fits is applied before matching.</param>
    /// <exception cref="UsageException">A pattern is empty.</exception>
    public SourceFilter(IEnumerable<string> include, IEnumerable<string>? exclude = null, IEnumerable<PathMap>? maps = null)
    {
        ArgumentNullException.ThrowIfNull(include);
        _include = [.. include.Select(static pattern => new PathPattern(pattern))];
        _exclude = [.. (exclude ?? []).Select(static pattern => new PathPattern(pattern))];
        _maps = [.. maps ?? []];
    }

    /// <summary>The filter that takes every file.</summary>
    public static SourceFilter All { get; } = new([]);

    /// <summary>Whether the file is chosen.</summary>
    /// <param name="path">Its path as the mapping has it; <c>\</c> counts as <c>/</c>.</param>
    public bool Matches(string path)
    {
        var mapped = Map(path).Replace('\\', '/');
        return (_include.IsEmpty || _include.Any(pattern => pattern.Matches(mapped))) && !_exclude.Any(pattern => pattern.Matches(mapped));
    }

    /// <summary>The path after the first path map that fits; unchanged when none does.</summary>
    public string Map(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        foreach (var map in _maps)
        {
            if (map.TryMap(path, out var mapped))
            {
                return mapped;
            }
        }

        return path;
    }
}
