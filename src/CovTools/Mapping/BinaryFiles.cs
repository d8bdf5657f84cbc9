using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>Binaries whose mappings are wanted, open, so that what is read of them later is what was looked at first. Not thread-safe.</summary>
public sealed class BinaryFiles : IDisposable
{
    private readonly List<IDisposable> _open = [];
    private readonly List<MappingObject> _objects = [];
    private readonly List<string> _buildIds = [];

    /// <summary>The objects in the binaries, in the order in which they were added.</summary>
    public IReadOnlyList<MappingObject> Objects => _objects;

    /// <summary>Build ids of the objects that have one, lower-case hex.</summary>
    public IReadOnlyList<string> BuildIds => _buildIds;

    /// <summary>Opens a binary: an object, a program, a library, a universal file or an archive.</summary>
    /// <param name="path">The file.</param>
    /// <param name="architecture">The processor whose code is meant, where there is a choice; empty: not said.</param>
    /// <param name="compilationFolder">What relative paths of its mapping are relative to; empty: what it says itself.</param>
    /// <param name="withStamps">Makes stamps, which a cache of mappings can go by.</param>
    /// <returns>Whether there is coverage data in it, and what was left out of it, with the reason.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="MalformedDataException">It is damaged, or of no known format.</exception>
    public (bool HasMapping, IReadOnlyList<string> LeftOut) Add(string path, string architecture = "", string compilationFolder = "", bool withStamps = true)
    {
        var source = new FileByteSource(path);
        _open.Add(source);
        var found = ObjectFiles.Open(source, architecture);
        _open.Add(found);
        var hasMapping = false;
        foreach (var file in found.Files)
        {
            if (file.BuildId.Length > 0)
            {
                _buildIds.Add(file.BuildId);
            }

            hasMapping |= file.FindSections(CoverageSection.CoverageMap).Any(static section => section.Size > 0);
            var stamp = withStamps && MappingStamp.Of(file, source) is { } own ? $"{own} {compilationFolder}" : null;
            _objects.Add(new MappingObject(() => MappingSections.Read(file, compilationFolder), stamp));
        }

        return (hasMapping, found.LeftOut);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var item in _open)
        {
            item.Dispose();
        }
    }
}
