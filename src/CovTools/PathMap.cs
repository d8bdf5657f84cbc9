namespace CovTools;

/// <summary>Says where source files of a build are now: what stands at the beginning of their paths is replaced, in whole names.</summary>
/// <remarks>Windows paths are compared, and written when they are replaced, with '/' between their names.</remarks>
public sealed class PathMap
{
    private readonly GlobPattern _from;
    private readonly bool _isRooted;

    /// <param name="from">Folder at the beginning of a path, or a whole path; a glob, so that build folders with random names can be meant.</param>
    /// <param name="to">What replaces it; empty: nothing, what is left is a relative path.</param>
    /// <exception cref="UsageException">The glob is invalid.</exception>
    public PathMap(string from, string to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        From = from;
        To = to;
        var slashed = WithSlashes(from);
        _isRooted = slashed.StartsWith('/');
        _from = GlobPattern.Parse("/" + slashed.TrimStart('/').TrimEnd('/'));
    }

    /// <summary>Folder at the beginning of a path, as a glob.</summary>
    public string From { get; }

    /// <summary>What replaces it.</summary>
    public string To { get; }

    /// <summary>Reads <c>FROM=TO</c>; the first '=' separates the two.</summary>
    /// <exception cref="UsageException">There is no '=', nothing in front of it, or an invalid glob.</exception>
    public static PathMap Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var separator = text.IndexOf('=', StringComparison.Ordinal);
        return separator > 0
            ? new PathMap(text[..separator], text[(separator + 1)..])
            : throw new UsageException($"invalid path map '{text}': FROM=TO is expected, as /build/src=src");
    }

    /// <summary>Replaces the shortest beginning of <paramref name="path"/>, in whole names, that matches.</summary>
    /// <returns>Null when none does.</returns>
    public string? TryApply(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var slashed = WithSlashes(path);
        var end = MatchedEnd(slashed);
        return end < 0 ? null : Replace(slashed.AsSpan(end));
    }

    /// <summary>Length of the shortest beginning that matches; -1: none. The path has slashes only.</summary>
    internal int MatchedEnd(string path)
    {
        var first = path.StartsWith('/') ? 1 : 0;
        if ((first == 1) != _isRooted)
        {
            return -1;
        }

        for (var end = first; end < path.Length; end++)
        {
            var next = path.IndexOf('/', end);
            end = next < 0 ? path.Length : next;
            if (_from.IsMatch(path.AsSpan(first, end - first)))
            {
                return end;
            }
        }

        return -1;
    }

    /// <summary>Windows paths with '/' between their names; other paths as they are, since '\' may be part of a name.</summary>
    internal static string WithSlashes(string path) => IsWindows(path) ? path.Replace('\\', '/') : path;

    private static bool IsWindows(string path) =>
        (path.Length > 2 && char.IsAsciiLetter(path[0]) && path[1] == ':' && path[2] is '\\' or '/') || path.StartsWith(@"\\", StringComparison.Ordinal);

    private string Replace(ReadOnlySpan<char> rest)
    {
        var to = To.TrimEnd('/');
        return To.Length == 0 ? rest.TrimStart('/').ToString() : $"{to}{rest}";
    }
}
