using System.Formats.Tar;

namespace CovTools.Containers;

/// <summary>Reads files out of containers.</summary>
public static class ContainerArchive
{
    /// <summary>The content of one regular file of a container; null when it does not exist.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="container">Id or name of the container, running or not.</param>
    /// <param name="path">Absolute path in it.</param>
    /// <param name="largest">Largest size in bytes that is accepted.</param>
    /// <param name="cancellationToken">Cancels the download.</param>
    /// <exception cref="MalformedDataException">It is not a regular file, it is larger than <paramref name="largest"/>, or the archive is damaged.</exception>
    public static async Task<byte[]?> ReadFileAsync(this IContainerEngine engine, string container, string path, int largest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var archive = await engine.DownloadAsync(container, path, cancellationToken).ConfigureAwait(false);
        if (archive is null)
        {
            return null;
        }

        await using var disposal = archive.ConfigureAwait(false);
        var entry = await FirstEntryAsync(archive, path, cancellationToken).ConfigureAwait(false);
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
        {
            throw new MalformedDataException($"{container}:{path}", -1, $"not a regular file but {entry.EntryType}");
        }

        if (entry.Length > largest)
        {
            throw new MalformedDataException($"{container}:{path}", -1, $"{entry.Length} bytes, more than the {largest} that are accepted");
        }

        var content = new byte[entry.Length];
        try
        {
            await (entry.DataStream ?? Stream.Null).ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw new MalformedDataException($"{container}:{path}", -1, $"the archive ends too early: {exception.Message}", exception);
        }

        return content;
    }

    /// <summary>The first entry of an archive; its content is read from the archive.</summary>
    internal static async Task<TarEntry> FirstEntryAsync(Stream archive, string path, CancellationToken cancellationToken)
    {
        try
        {
            // The reader is not disposed of: it would dispose of the entry's content, which is still to be read. It owns nothing else.
#pragma warning disable CA2000
            var reader = new TarReader(archive, leaveOpen: true);
#pragma warning restore CA2000
            return await reader.GetNextEntryAsync(copyData: false, cancellationToken).ConfigureAwait(false)
                ?? throw new MalformedDataException(path, 0, "the archive is empty");
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or FormatException)
        {
            throw new MalformedDataException(path, -1, $"the archive is damaged: {exception.Message}", exception);
        }
    }
}
