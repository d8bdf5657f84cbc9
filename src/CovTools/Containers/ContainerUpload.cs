using System.Formats.Tar;

namespace CovTools.Containers;

/// <summary>
/// Files that are put into a container before it starts. The directory becomes a volume of the container's own, so that this also works
/// with a read-only root and nothing is left behind.
/// </summary>
public sealed class ContainerUpload
{
    /// <summary>Files that <paramref name="write"/> writes as a tar archive.</summary>
    public ContainerUpload(string directory, Func<Stream, CancellationToken, Task> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(write);
        Directory = directory;
        WriteAsync = write;
    }

    /// <summary>Absolute path of the directory in the container.</summary>
    public string Directory { get; }

    /// <summary>Writes the files as a tar archive.</summary>
    public Func<Stream, CancellationToken, Task> WriteAsync { get; }

    /// <summary>The content of a local directory; a file that cannot be read is an <see cref="IOException"/>.</summary>
    public static ContainerUpload OfDirectory(string localDirectory, string directory) => new(
        directory,
        (stream, cancellationToken) => DirectoryArchive.WriteAsync(
            localDirectory,
            stream,
            (path, reason) => throw new IOException($"{path}: {reason}"),
            cancellationToken));

    /// <summary>Single files.</summary>
    /// <param name="files">Name in the directory (<c>/</c>-separated) → local path.</param>
    /// <param name="directory">Absolute path of the directory in the container.</param>
    public static ContainerUpload OfFiles(IReadOnlyDictionary<string, string> files, string directory) => new(
        directory,
        async (stream, cancellationToken) =>
        {
            var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true);
            await using var disposal = tar.ConfigureAwait(false);
            foreach (var (name, path) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
            {
                await DirectoryArchive.WriteFileAsync(tar, path, name, cancellationToken).ConfigureAwait(false);
            }
        });
}
