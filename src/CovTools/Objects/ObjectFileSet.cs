namespace CovTools.Objects;

/// <summary>The object files that were found in one file.</summary>
public sealed class ObjectFileSet : IDisposable
{
    private readonly List<IObjectFile> _files = [];
    private readonly List<string> _left = [];
    private readonly List<FileByteSource> _opened = [];

    internal ObjectFileSet()
    {
    }

    /// <summary>The object files in their order.</summary>
    public IReadOnlyList<IObjectFile> Files => _files;

    /// <summary>Members of an archive that could not be read or are no object files: file and reason, a line each.</summary>
    public IReadOnlyList<string> LeftOut => _left;

    /// <summary>Closes the files that a thin archive named. The source that was given stays open.</summary>
    public void Dispose() => _opened.ForEach(static file => file.Dispose());

    internal void Add(IObjectFile file) => _files.Add(file);

    internal void Leave(string reason) => _left.Add(reason);

    /// <summary>Opens the file that a thin archive names.</summary>
    internal FileByteSource OpenBeside(IByteSource archive, ArchiveMember member)
    {
        var file = new FileByteSource(Path.Combine(Path.GetDirectoryName(archive.Name) ?? string.Empty, member.Name));
        _opened.Add(file);
        return file;
    }
}
