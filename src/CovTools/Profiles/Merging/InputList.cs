using System.Globalization;
using System.IO.Enumeration;

namespace CovTools.Profiles;

/// <summary>Which files to merge: folders, lists of any length, weights (addWeightedInput and parseInputFilenamesFile in llvm/tools/llvm-profdata/llvm-profdata.cpp).</summary>
public static class InputList
{
    private const int PathsAtOnce = 512;

    /// <summary>The files under a path: the file itself, or all files of a folder and its subfolders.</summary>
    /// <param name="path">A file or a folder. Symbolic links to folders are not followed, and folders of a watched merge are left out.</param>
    /// <param name="weight">How many times to add each file.</param>
    /// <returns>A folder's files in the ordinal order of their paths.</returns>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static IReadOnlyList<MergeInput> Expand(string path, ulong weight = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (File.Exists(path))
        {
            return [new MergeInput(path, weight)];
        }

        if (!Directory.Exists(path))
        {
            throw new FileNotFoundException($"{path}: no such file or folder", path);
        }

        var files = FilesOf(path);
        files.Sort(string.CompareOrdinal);
        return [.. files.Select(file => new MergeInput(file, weight))];
    }

    /// <summary>The files under many paths, in their order; several processors look for them when it pays.</summary>
    /// <exception cref="FileNotFoundException">There is no such file or folder.</exception>
    public static IReadOnlyList<MergeInput> Expand(IReadOnlyList<MergeInput> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var parts = (paths.Count + PathsAtOnce - 1) / PathsAtOnce;
        if (parts <= 1)
        {
            return ExpandPart(paths, 0);
        }

        var expanded = new List<MergeInput>[parts];
        try
        {
            Parallel.For(0, parts, part => expanded[part] = ExpandPart(paths, part));
        }
        catch (AggregateException exception)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }

        return [.. expanded.SelectMany(part => part)];
    }

    /// <summary>The paths of a list: one a line, nothing else; empty lines are skipped.</summary>
    /// <param name="listFile">The list, UTF-8.</param>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public static IReadOnlyList<string> ReadPaths(string listFile) => [.. File.ReadLines(listFile).Where(line => line.Length > 0)];

    /// <summary>The inputs of a list as llvm-profdata merge -input-files takes it: <c>[weight,]path</c> a line; empty lines and those that start with # are skipped.</summary>
    /// <param name="listFile">The list, UTF-8.</param>
    /// <exception cref="IOException">The list cannot be read.</exception>
    /// <exception cref="UsageException">A weight is no whole number above 0.</exception>
    public static IReadOnlyList<MergeInput> ReadWeighted(string listFile) =>
    [
        .. File.ReadLines(listFile)
            .Select(line => line.Trim(' ', '\t', '\v', '\f', '\r'))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Contains(',', StringComparison.Ordinal) ? ParseWeighted(line) : new MergeInput(line)),
    ];

    /// <summary>Reads <c>weight,path</c>.</summary>
    /// <exception cref="UsageException">The weight is no whole number above 0 of 64 bits, or there is no path.</exception>
    public static MergeInput ParseWeighted(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var comma = text.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !ulong.TryParse(text.AsSpan(0, comma), NumberStyles.None, CultureInfo.InvariantCulture, out var weight) || weight == 0)
        {
            throw new UsageException($"'{text}': an input's weight must be a whole number above 0, then a comma and the path");
        }

        return comma + 1 < text.Length ? new MergeInput(text[(comma + 1)..], weight) : throw new UsageException($"'{text}': a path is missing after the weight");
    }

    private static List<MergeInput> ExpandPart(IReadOnlyList<MergeInput> paths, int part)
    {
        var inputs = new List<MergeInput>();
        for (var i = part * PathsAtOnce; i < Math.Min((part + 1) * PathsAtOnce, paths.Count); i++)
        {
            inputs.AddRange(Expand(paths[i].Path, paths[i].Weight));
        }

        return inputs;
    }

    private static List<string> FilesOf(string root)
    {
        var found = new List<string>();
        var folders = new Stack<string>([root]);
        while (folders.TryPop(out var folder))
        {
            foreach (var (path, isFolder) in EntriesOf(folder))
            {
                if (!isFolder)
                {
                    found.Add(path);
                }
                else if (new DirectoryInfo(path) is { LinkTarget: null, Name: not WatchFolder.Name })
                {
                    folders.Push(path);
                }
            }
        }

        return found;
    }

    /// <summary>The listing itself tells files from folders; asking for each of many thousands of files would take longer than reading them.</summary>
    private static FileSystemEnumerable<(string Path, bool IsFolder)> EntriesOf(string folder) =>
        new(folder, (ref FileSystemEntry entry) => (Path.Join(folder, entry.FileName), entry.IsDirectory), new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false });
}
