namespace CovTools.Cli.Coverage;

/// <summary>Paths of source files as texts, without a look at the file system (llvm::sys::path).</summary>
internal static class SourcePath
{
    /// <summary>The path without <c>.</c>, <c>..</c> and empty components (remove_dots).</summary>
    public static string WithoutDots(string path)
    {
        var isRooted = path.StartsWith('/');
        var components = new List<string>();
        foreach (var component in path.Split('/'))
        {
            switch (component)
            {
                case "" or ".":
                    break;
                case ".." when components.Count > 0 && components[^1] != "..":
                    components.RemoveAt(components.Count - 1);
                    break;
                case ".." when isRooted:
                    break;
                default:
                    components.Add(component);
                    break;
            }
        }

        return (isRooted ? "/" : "") + string.Join('/', components);
    }

    /// <summary>The absolute path, without dots.</summary>
    public static string Absolute(string path) => WithoutDots(path.StartsWith('/') ? path : Environment.CurrentDirectory + "/" + path);
}
