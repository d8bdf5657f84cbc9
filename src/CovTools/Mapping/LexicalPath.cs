using System.Text;

namespace CovTools.Mapping;

/// <summary>
/// Joins and normalises paths without a look at the file system, as llvm::sys::path::append and remove_dots do for POSIX
/// paths. Strings hold one byte per character, so that names that are no UTF-8 survive.
/// </summary>
public static class LexicalPath
{
    /// <summary>The path without <c>.</c>, <c>..</c> and empty components; <c>..</c> stays at the start of a relative path.</summary>
    /// <param name="path">A path with slashes.</param>
    public static string WithoutDots(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var root = RootOf(path);
        var components = new List<string>();
        foreach (var component in path[root.Length..].Split('/'))
        {
            switch (component)
            {
                case "" or ".":
                    break;
                case ".." when components.Count > 0 && components[^1] != "..":
                    components.RemoveAt(components.Count - 1);
                    break;
                case ".." when root.Length > 0:
                    break;
                default:
                    components.Add(component);
                    break;
            }
        }

        return new StringBuilder(root).AppendJoin('/', components).ToString();
    }

    /// <summary><paramref name="directory"/> joined with the relative <paramref name="name"/>, without dots.</summary>
    internal static string Join(string directory, string name) =>
        WithoutDots(directory.EndsWith('/') || directory.Length == 0 ? directory + name : directory + "/" + name);

    /// <summary>"/" for absolute paths; "//name/" for those with a network name, which start with exactly two slashes.</summary>
    private static string RootOf(string path)
    {
        if (!path.StartsWith('/'))
        {
            return string.Empty;
        }

        if (path.Length < 3 || path[1] != '/' || path[2] == '/')
        {
            return "/";
        }

        var end = path.IndexOf('/', 2);
        return end < 0 ? path : path[..(end + 1)];
    }
}
