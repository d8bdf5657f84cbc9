namespace CovTools;

/// <summary>Path maps that hold together: of those that fit a path, the one that replaces most of it applies; of several that replace equally much, the first.</summary>
public sealed class PathMapSet
{
    private readonly PathMap[] _maps;

    /// <param name="maps">The maps, in the order in which they were given.</param>
    public PathMapSet(IEnumerable<PathMap> maps) => _maps = [.. maps];

    /// <summary>Leaves every path as it is.</summary>
    public static PathMapSet None { get; } = new([]);

    /// <summary>There is no map.</summary>
    public bool IsEmpty => _maps.Length == 0;

    /// <summary>Where <paramref name="path"/> is now.</summary>
    /// <returns>Null when no map fits.</returns>
    public string? TryApply(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        PathMap? best = null;
        var length = -1;
        var slashed = PathMap.WithSlashes(path);
        foreach (var map in _maps)
        {
            var end = map.MatchedEnd(slashed);
            if (end > length)
            {
                (best, length) = (map, end);
            }
        }

        return best?.TryApply(path);
    }

    /// <summary>Where <paramref name="path"/> is now; as it was when no map fits.</summary>
    public string Apply(string path) => TryApply(path) ?? path;

    /// <summary>Those of <paramref name="paths"/> that no map fits, in the same order. None when there are no maps.</summary>
    public IReadOnlyList<string> Unmapped(IEnumerable<string> paths) => IsEmpty ? [] : [.. paths.Where(path => TryApply(path) is null)];
}
