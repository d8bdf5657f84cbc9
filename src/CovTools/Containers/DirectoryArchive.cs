using System.Formats.Tar;

namespace CovTools.Containers;

/// <summary>
/// Writes directories as tar archives, streaming. Everything belongs to root and is readable by everybody (the user in the container is not
/// the owner of the files); times are kept; symbolic links stay links; nothing outside the directory is followed;
/// a pipe, socket or device becomes an empty file.
/// </summary>
public static class DirectoryArchive
{
    private const UnixFileMode PlainMode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private const UnixFileMode ExecutableMode =
        PlainMode | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private static readonly EnumerationOptions s_everything = new() { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false };

    /// <summary>Writes the content of <paramref name="directory"/>, named relative to it.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="destination">Receives the archive.</param>
    /// <param name="leftOut">Told path and reason of everything that cannot be copied: unreadable, or vanished meanwhile.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    public static async Task WriteAsync(string directory, Stream destination, Action<string, string> leftOut, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(directory);
        ArgumentNullException.ThrowIfNull(leftOut);
        var tar = new TarWriter(destination, TarEntryFormat.Pax, leaveOpen: true);
        await using var disposal = tar.ConfigureAwait(false);
        var pending = new Stack<(string Path, string Name)>();
        pending.Push((directory, string.Empty));
        while (pending.TryPop(out var next))
        {
            foreach (var item in List(next.Path, leftOut))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = next.Name + item.Name;
                if (item.LinkTarget is null && item is DirectoryInfo)
                {
                    var entry = new PaxTarEntry(TarEntryType.Directory, name + "/") { Mode = ExecutableMode, ModificationTime = item.LastWriteTimeUtc };
                    await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
                    pending.Push((item.FullName, name + "/"));
                }
                else
                {
                    await WriteFileAsync(tar, item, name, leftOut, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Writes one file under the name <paramref name="name"/>.</summary>
    /// <param name="tar">The archive.</param>
    /// <param name="path">The file.</param>
    /// <param name="name">Name in the archive, <c>/</c>-separated and relative.</param>
    /// <param name="cancellationToken">Cancels the copying.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task WriteFileAsync(TarWriter tar, string path, string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tar);
        ArgumentException.ThrowIfNullOrEmpty(name);
        var file = new FileInfo(path);
        var content = Open(file);
        await using var disposal = content.ConfigureAwait(false);
        await tar.WriteEntryAsync(NewEntry(file, content, name), cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<FileSystemInfo> List(string path, Action<string, string> leftOut)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFileSystemInfos("*", s_everything).OrderBy(item => item.Name, StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            leftOut(path, exception.Message);
            return [];
        }
    }

    private static async Task WriteFileAsync(TarWriter tar, FileSystemInfo item, string name, Action<string, string> leftOut, CancellationToken cancellationToken)
    {
        if (item.LinkTarget is { } target)
        {
            var link = new PaxTarEntry(TarEntryType.SymbolicLink, name) { LinkName = target, ModificationTime = item.LastWriteTimeUtc };
            await tar.WriteEntryAsync(link, cancellationToken).ConfigureAwait(false);
            return;
        }

        var file = (FileInfo)item;
#pragma warning disable CA2000 // the rule does not see that null needs no disposal
        var content = TryOpen(file, leftOut);
#pragma warning restore CA2000
        if (content is null)
        {
            return;
        }

        await using var disposal = content.ConfigureAwait(false);
        await tar.WriteEntryAsync(NewEntry(file, content, name), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The content with a fixed length. Nothing of size 0 is opened: opening a named pipe would wait for a writer for ever.</summary>
    private static Stream Open(FileInfo file)
        => file.Length == 0
            ? Stream.Null
            : new FixedLengthStream(file.FullName, file.Length);

    private static Stream? TryOpen(FileInfo file, Action<string, string> leftOut)
    {
        try
        {
            return Open(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            leftOut(file.FullName, exception.Message);
            return null;
        }
    }

    private static PaxTarEntry NewEntry(FileInfo file, Stream content, string name)
    {
        var executable = !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != 0;
        return new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            Mode = executable ? ExecutableMode : PlainMode,
            ModificationTime = file.LastWriteTimeUtc,
            DataStream = content.Length == 0 ? null : content,
        };
    }
}
