namespace CovTools.Reports;

/// <summary>Parts of paths as reports show them. Only '/' separates names unless the path has none, as paths of Windows have.</summary>
internal static class PathParts
{
    /// <summary>Where a file without a folder lies.</summary>
    public const string Here = ".";

    /// <summary>The folder that a file lies in.</summary>
    public static string DirectoryOf(string path)
    {
        var end = LastSeparator(path);
        return end switch
        {
            < 0 => Here,
            0 => "/",
            _ => path[..end],
        };
    }

    /// <summary>The last name of a path.</summary>
    public static string NameOf(string path) => path[(LastSeparator(path) + 1)..];

    /// <summary>The names of a path, from the root down.</summary>
    public static string[] Names(string path) => path.Split(Separator(path), StringSplitOptions.RemoveEmptyEntries);

    private static int LastSeparator(string path) => path.LastIndexOf(Separator(path));

    private static char Separator(string path) => path.Contains('/', StringComparison.Ordinal) ? '/' : '\\';
}
