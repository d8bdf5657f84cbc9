using System.Formats.Tar;

namespace CovTools.Containers;

/// <summary>Finds out whether a directory that was bound into a container is the one that this machine sees.</summary>
internal static class BindProbe
{
    private const int Samples = 3;
    private const int LargestPrefix = 1 << 20;
    private static readonly TimeSpan s_timeTolerance = TimeSpan.FromSeconds(2);

    /// <summary>Why the container's directory is another one; empty when some files were compared and are the same.</summary>
    public static async Task<string> WhyDifferentAsync(IContainerEngine engine, string container, string directory, string target, CancellationToken cancellationToken)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
        var compared = 0;
        foreach (var file in new DirectoryInfo(directory).EnumerateFiles("*", options).Take(Samples))
        {
            var name = Path.GetRelativePath(directory, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (!await IsSameAsync(engine, container, file, $"{target}/{name}", cancellationToken).ConfigureAwait(false))
            {
                return $"the engine does not see {name} as it is here";
            }

            compared++;
        }

        return compared == 0 ? "the directory has no file by which it could be recognised" : string.Empty;
    }

    private static async Task<bool> IsSameAsync(IContainerEngine engine, string container, FileInfo file, string path, CancellationToken cancellationToken)
    {
        var archive = await engine.DownloadAsync(container, path, cancellationToken).ConfigureAwait(false);
        if (archive is null)
        {
            return false;
        }

        await using var disposal = archive.ConfigureAwait(false);
        var entry = await ContainerArchive.FirstEntryAsync(archive, path, cancellationToken).ConfigureAwait(false);
        if (entry.Length != file.Length || (entry.ModificationTime.UtcDateTime - file.LastWriteTimeUtc).Duration() > s_timeTolerance)
        {
            return false;
        }

        var there = await ReadAsync(entry.DataStream ?? Stream.Null, cancellationToken).ConfigureAwait(false);
        if (file.Length == 0)
        {
            return there.Length == 0;
        }

        // Not readable for us, but for the engine: then size and time have to do.
        var here = await TryReadAsync(file, cancellationToken).ConfigureAwait(false);
        return here is null || there.AsSpan().SequenceEqual(here);
    }

    private static async Task<byte[]?> TryReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            var content = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            await using var disposal = content.ConfigureAwait(false);
            return await ReadAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new byte[LargestPrefix];
        var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return buffer[..read];
    }
}
