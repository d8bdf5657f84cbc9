namespace CovTools.Reports;

/// <summary>Folders that paths are written relative to.</summary>
internal sealed class SourceFolders
{
    /// <param name="folders">The folders; slashes at their ends do not matter.</param>
    public SourceFolders(IReadOnlyList<string> folders) => Folders = [.. folders.Select(static folder => folder.Length > 1 ? folder.TrimEnd('/') : folder)];

    public IReadOnlyList<string> Folders { get; }

    /// <summary>A path below one of the folders relative to the deepest such; any other path as it is.</summary>
    public string Relative(string path)
    {
        var length = 0;
        foreach (var folder in Folders)
        {
            var end = folder.EndsWith('/') ? folder.Length : folder.Length + 1;
            if (end > length && path.Length > end && path.StartsWith(folder, StringComparison.Ordinal) && path[end - 1] == '/')
            {
                length = end;
            }
        }

        return path[length..];
    }
}
