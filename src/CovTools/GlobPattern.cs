namespace CovTools;

/// <summary>
/// A glob over '/'-separated relative paths, with the rules of Microsoft.Extensions.FileSystemGlobbing (<c>*</c> within a name,
/// <c>**</c> for any number of folders, case matters, everything else literal), and these of our own:
/// <c>?</c> is any one character; a pattern without a slash matches at any depth; a slash in front ties it to the root.
/// </summary>
/// <remarks>Matching takes time proportional to pattern × path at worst and allocates nothing; it needs no file system.</remarks>
public sealed class GlobPattern
{
    private const string AnyDepth = "**";

    private readonly string[] _segments;
    private readonly string[] _insideSegments;

    private GlobPattern(string text, string[] segments)
    {
        Text = text;
        _segments = segments;
        _insideSegments = [.. segments, AnyDepth];
    }

    /// <summary>The pattern as it was written.</summary>
    public string Text { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="UsageException">It is empty, has an empty segment, or climbs with <c>..</c>.</exception>
    public static GlobPattern Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var body = text.StartsWith("./", StringComparison.Ordinal) ? text[2..] : text;
        var anchored = text.Contains('/', StringComparison.Ordinal);
        body = body.StartsWith('/') ? body[1..] : body;
        if (body.EndsWith('/'))
        {
            body += AnyDepth;
        }

        var segments = body.Split('/');
        foreach (var segment in segments)
        {
            if (segment.Length == 0)
            {
                throw new UsageException($"invalid glob '{text}': {(body.Length == 0 ? "it is empty" : "it has two slashes in a row")}");
            }

            if (segment is "." or "..")
            {
                throw new UsageException($"invalid glob '{text}': '{segment}' is not allowed; patterns are relative to the root");
            }
        }

        return new GlobPattern(text, anchored ? segments : [AnyDepth, .. segments]);
    }

    /// <summary>Whether the whole <paramref name="path"/> matches.</summary>
    /// <param name="path">Relative path with '/' between its names.</param>
    public bool IsMatch(ReadOnlySpan<char> path) => IsMatch(_segments, path);

    /// <summary>Whether <paramref name="path"/> or one of the folders that it lies in matches.</summary>
    /// <param name="path">Relative path with '/' between its names.</param>
    public bool IsMatchOrInside(ReadOnlySpan<char> path) => IsMatch(_segments, path) || IsMatch(_insideSegments, path);

    /// <summary>Whether everything that can ever lie in <paramref name="folder"/> matches by <see cref="IsMatchOrInside"/>.</summary>
    /// <param name="folder">Relative path of a folder.</param>
    public bool CoversFolder(string folder)
    {
        // NUL cannot occur in a name: only the pattern's final ** can match it.
        return IsMatchOrInside(folder) || (_segments[^1] == AnyDepth && IsMatch(_segments, folder + "/\0"));
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static bool IsMatch(string[] segments, ReadOnlySpan<char> path)
    {
        var index = 0;
        var position = 0;
        var retryIndex = -1;
        var retryPosition = 0;
        while (position <= path.Length)
        {
            var length = path[position..].IndexOf('/');
            var name = length < 0 ? path[position..] : path.Slice(position, length);
            if (index < segments.Length && segments[index] == AnyDepth)
            {
                if (index == segments.Length - 1)
                {
                    return true;
                }

                retryIndex = ++index;
                retryPosition = position;
            }
            else if (index < segments.Length && IsNameMatch(segments[index], name))
            {
                index++;
                position += name.Length + 1;
            }
            else if (retryIndex >= 0)
            {
                // Let the last ** take one more folder. Earlier ones need not be tried again: what follows them has matched.
                var next = path[retryPosition..].IndexOf('/');
                if (next < 0)
                {
                    return false;
                }

                retryPosition += next + 1;
                position = retryPosition;
                index = retryIndex;
            }
            else
            {
                return false;
            }
        }

        return index == segments.Length;
    }

    private static bool IsNameMatch(string pattern, ReadOnlySpan<char> name)
    {
        var index = 0;
        var position = 0;
        var retryIndex = -1;
        var retryPosition = 0;
        while (position < name.Length)
        {
            if (index < pattern.Length && pattern[index] == '*')
            {
                retryIndex = ++index;
                retryPosition = position;
            }
            else if (index < pattern.Length && (pattern[index] == '?' || pattern[index] == name[position]))
            {
                index++;
                position++;
            }
            else if (retryIndex >= 0)
            {
                index = retryIndex;
                position = ++retryPosition;
            }
            else
            {
                return false;
            }
        }

        while (index < pattern.Length && pattern[index] == '*')
        {
            index++;
        }

        return index == pattern.Length;
    }
}
