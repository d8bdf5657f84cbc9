namespace CovTools.Reports;

/// <summary>Paths as tables show them (getRedundantPrefixLen in CoverageReport.cpp).</summary>
internal static class DisplayedPath
{
    /// <summary>The paths without the folders that all of them start with; a single path stays whole.</summary>
    public static IReadOnlyList<string> WithoutCommonFolders(IReadOnlyList<string> paths)
    {
        if (paths.Count <= 1)
        {
            return paths;
        }

        var first = StartsOfComponents(paths[0]);
        var common = first.Count;
        for (var i = 1; i < paths.Count && common > 0; i++)
        {
            common = Common(paths[0], first, paths[i], common);
        }

        var length = common < first.Count ? first[common] : paths[0].Length;
        return [.. paths.Select(path => path[Math.Min(length, path.Length)..])]; // Equal components can differ in the number of slashes between them.
    }

    private static int Common(string first, List<int> starts, string path, int most)
    {
        var others = StartsOfComponents(path);
        for (var i = 0; i < most && i < others.Count; i++)
        {
            if (!Component(first, starts, i).SequenceEqual(Component(path, others, i)))
            {
                return i;
            }
        }

        return most;
    }

    /// <summary>The root is a component of its own.</summary>
    private static List<int> StartsOfComponents(string path)
    {
        var starts = new List<int>();
        for (var i = 0; i < path.Length; i++)
        {
            if (i == 0 || (path[i] != '/' && path[i - 1] == '/'))
            {
                starts.Add(i);
            }
        }

        return starts;
    }

    private static ReadOnlySpan<char> Component(string path, List<int> starts, int index)
    {
        var start = starts[index];
        if (path[start] == '/')
        {
            return "/";
        }

        var end = path.IndexOf('/', start);
        return path.AsSpan(start, (end < 0 ? path.Length : end) - start);
    }
}
