namespace CovTools.Reports;

/// <summary>
/// Finds source files of a build on this machine: where a path map says that they are, at their own place, relative to the folders, or, by the ends of their paths, anywhere
/// below the folders. Safe for concurrent use.
/// </summary>
public sealed class SourceLocator
{
    private readonly PathMapSet _maps;
    private readonly string[] _bases;
    private readonly Lazy<SourceIndex> _index;

    /// <param name="maps">Path maps; null: none.</param>
    /// <param name="roots">Folders with source files, searched with all that is in them; null: none.</param>
    /// <param name="compilationDirectory">The folder that relative paths are relative to; null: the current one.</param>
    public SourceLocator(PathMapSet? maps = null, IReadOnlyList<string>? roots = null, string? compilationDirectory = null)
    {
        _maps = maps ?? PathMapSet.None;
        var folders = roots ?? [];
        _bases = [compilationDirectory ?? "", .. folders];
        _index = new Lazy<SourceIndex>(() => SourceIndex.Of(folders));
    }

    /// <summary>Looks for a file.</summary>
    /// <param name="path">The path in the mapping.</param>
    /// <returns>Where it is; null when it is nowhere, or when several files fit equally well.</returns>
    public string? Find(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return (_maps.TryApply(path) is { } mapped ? AtPlace(mapped) : null) ?? AtPlace(path) ?? _index.Value.FindByEnd(path);
    }

    private string? AtPlace(string path)
    {
        if (Path.IsPathRooted(path))
        {
            return File.Exists(path) ? path : null;
        }

        return _bases.Select(folder => Path.Combine(folder, path)).FirstOrDefault(File.Exists);
    }
}
