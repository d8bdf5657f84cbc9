namespace CovTools.Corpus;

/// <summary>Paths with every symbolic link in them replaced by what it leads to.</summary>
internal static class RealPath
{
    private const int LinkLimit = 40; // what Linux allows in one path (path_resolution(7))

    /// <summary>Resolves an absolute path; names that do not exist stay as they are.</summary>
    /// <exception cref="IOException">There are too many links: a loop.</exception>
    public static string Resolve(string path)
    {
        var result = Path.GetPathRoot(path) ?? "";
        var names = new Stack<string>();
        Push(names, path[result.Length..]);
        var links = 0;
        while (names.TryPop(out var name))
        {
            if (name is "" or ".")
            {
                continue;
            }

            if (name == "..")
            {
                result = Path.GetDirectoryName(result) ?? result;
                continue;
            }

            var next = Path.Join(result, name);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                result = next;
                continue;
            }

            if (++links > LinkLimit)
            {
                throw new IOException($"too many symbolic links in '{path}'");
            }

            var targetRoot = Path.GetPathRoot(target) ?? "";
            result = targetRoot.Length > 0 ? targetRoot : result;
            Push(names, target[targetRoot.Length..]);
        }

        return result;
    }

    /// <summary>Whether <paramref name="path"/> is <paramref name="folder"/> or lies in it; both resolved.</summary>
    public static bool IsSameOrInside(string path, string folder)
    {
        var prefix = Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar;
        return path == folder || path.StartsWith(prefix, StringComparison.Ordinal);
    }

    private static void Push(Stack<string> names, string path)
    {
        foreach (var name in path.Split([Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar]).Reverse())
        {
            names.Push(name);
        }
    }
}
