namespace CovTools.Coverage;

/// <summary>Replaces the leading directories of a path, such as the build root inside a container.</summary>
public sealed class PathMap
{
    /// <summary>Maps <paramref name="from"/> and what is below it to <paramref name="to"/>.</summary>
    /// <param name="from">Leading directories; a trailing slash makes no difference.</param>
    /// <param name="to">What stands there instead; empty makes paths relative.</param>
    /// <exception cref="UsageException"><paramref name="from"/> is empty.</exception>
    public PathMap(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        From = from.TrimEnd('/');
        To = to.TrimEnd('/');
        if (From.Length == 0 && from.Length == 0)
        {
            throw new UsageException("A path map needs the directories that it replaces.");
        }
    }

    /// <summary>The directories that are replaced, without a trailing slash; empty for the root.</summary>
    public string From { get; }

    /// <summary>What stands there instead, without a trailing slash.</summary>
    public string To { get; }

    /// <summary>The mapped path, if <paramref name="path"/> is <see cref="From"/> or below it.</summary>
    public bool TryMap(string path, out string mapped)
    {
        ArgumentNullException.ThrowIfNull(path);
        mapped = path;
        if (!path.StartsWith(From, StringComparison.Ordinal) || (path.Length > From.Length && path[From.Length] != '/'))
        {
            return false;
        }

        var rest = path[From.Length..];
        mapped = To.Length == 0 ? rest.TrimStart('/') : To + rest;
        return true;
    }
}
