namespace CovTools.Profiles;

/// <summary>A file that is there completely or not at all: it is written under a temporary name beside the final one and renamed.</summary>
public static class ReplacedFile
{
    private const int BufferSize = 1 << 20;

    /// <summary>Writes a file, or replaces it.</summary>
    /// <param name="path">The file. A symbolic link stays, and its target is replaced. A device is written to as it is.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, Action<Stream> write) => Write(path, write, null);

    /// <summary>The same, and the content has reached the disk, and the name in its folder too, when this returns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="temporaryName">The temporary name, the same each time: what a killed process left is replaced by the next.</param>
    internal static void WriteDurably(string path, Action<Stream> write, string temporaryName) => Write(path, write, temporaryName);

    private static void Write(string path, Action<Stream> write, string? durableName)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        var target = Path.GetFullPath(path);
        if (IsDevice(target))
        {
            using var device = new FileStream(target, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, BufferSize);
            write(device);
            return;
        }

        target = new FileInfo(target).LinkTarget is null ? target : File.ResolveLinkTarget(target, returnFinalTarget: true)!.FullName; // There is a link, so it has a target.
        var folder = Path.GetDirectoryName(target) ?? throw new IOException($"{path}: is a folder");
        var temporary = Path.Join(folder, durableName ?? $".{Path.GetFileName(target)}.{Guid.NewGuid():n}.tmp");
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(file);
                file.Flush(flushToDisk: durableName is not null);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        if (durableName is not null)
        {
            FolderSync.Sync(folder);
        }
    }

    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal))
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal);
}
