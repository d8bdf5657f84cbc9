namespace CovTools.Libraries;

/// <summary>Says where source files of a build are now.</summary>
public sealed class PathMap
{
    private readonly GlobPattern _from;

    /// <param name="from">Folder at the beginning of a path; a glob, so that build folders with random names can be meant.</param>
    /// <param name="to">What replaces it.</param>
    /// <exception cref="UsageException">The glob is invalid.</exception>
    public PathMap(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        From = from;
        To = to;
        _from = GlobPattern.Parse("/" + from.TrimStart('/').TrimEnd('/'));
    }

    /// <summary>Folder at the beginning of a path, as a glob.</summary>
    public string From { get; }

    /// <summary>What replaces it.</summary>
    public string To { get; }

    /// <summary>Replaces the shortest beginning of <paramref name="path"/>, in whole names, that matches.</summary>
    /// <returns>Null when none does.</returns>
    public string? TryApply(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var rooted = path.StartsWith('/');
        if (rooted != From.StartsWith('/'))
        {
            return null;
        }

        var names = rooted ? path.AsSpan(1) : path.AsSpan();
        for (var end = names.IndexOf('/'); end >= 0;)
        {
            if (_from.IsMatch(names[..end]))
            {
                return $"{To.TrimEnd('/')}{names[end..]}";
            }

            var next = names[(end + 1)..].IndexOf('/');
            end = next < 0 ? -1 : end + 1 + next;
        }

        return null;
    }

    /// <summary>Applies the first map that fits; a path that none fits stays as it is.</summary>
    public static string Apply(IEnumerable<PathMap> maps, string path)
    {
        ArgumentNullException.ThrowIfNull(maps);
        return maps.Select(map => map.TryApply(path)).FirstOrDefault(mapped => mapped is not null) ?? path;
    }
}
