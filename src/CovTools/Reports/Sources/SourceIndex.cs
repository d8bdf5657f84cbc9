namespace CovTools.Reports;

/// <summary>The files below some folders by their last names.</summary>
internal sealed class SourceIndex
{
    private readonly Dictionary<string, List<string>> _byName = new(StringComparer.Ordinal);

    private SourceIndex()
    {
    }

    /// <summary>Lists folders with all that is in them. Links to folders and hidden folders are not followed; what may not be read is passed over.</summary>
    public static SourceIndex Of(IReadOnlyList<string> folders)
    {
        var index = new SourceIndex();
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden };
        foreach (var file in folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder, "*", options)).Select(Path.GetFullPath).Distinct(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(file);
            if (!index._byName.TryGetValue(name, out var same))
            {
                index._byName.Add(name, same = []);
            }

            same.Add(file);
        }

        return index;
    }

    /// <summary>The file whose path has the longest end, in whole names, in common with <paramref name="path"/>.</summary>
    /// <returns>Null when there is none, or several.</returns>
    public string? FindByEnd(string path)
    {
        var names = PathParts.Names(path);
        if (names.Length == 0 || !_byName.TryGetValue(names[^1], out var same))
        {
            return null;
        }

        var ranked = same.GroupBy(file => CommonEnd(PathParts.Names(file), names)).MaxBy(static group => group.Key)!.ToList();
        return ranked.Count == 1 ? ranked[0] : null;
    }

    private static int CommonEnd(string[] left, string[] right)
    {
        var length = 0;
        while (length < left.Length && length < right.Length && left[^(length + 1)] == right[^(length + 1)])
        {
            length++;
        }

        return length;
    }
}
