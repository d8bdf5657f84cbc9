using Microsoft.Win32.SafeHandles;

namespace CovTools.Coverage;

/// <summary>
/// A folder of entries that can all be made again: files are complete or not there, and what goes wrong costs time only. Several processes may use it at the same time.
/// </summary>
/// <param name="path">The folder; made when the first entry is written.</param>
/// <param name="limit">Bytes that entries may take.</param>
internal sealed class CacheFolder(string path, long limit)
{
    private static readonly TimeSpan s_leftoverAge = TimeSpan.FromDays(1);

    /// <summary>Why the folder could not be read or written the last time it was tried; null when it could.</summary>
    public string? Failure { get; set; }

    /// <summary>Reads an entry, which thereby counts as used.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="read">Reads the file; null: it is of no use.</param>
    /// <returns>Null when there is none that is of use.</returns>
    public T? TryRead<T>(string name, Func<SafeFileHandle, T?> read)
        where T : class
    {
        var file = Path.Combine(path, name);
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var entry = read(handle);
            if (entry is not null)
            {
                File.SetLastWriteTimeUtc(file, DateTime.UtcNow);
            }

            return entry;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure = exception.Message;
            return null;
        }
    }

    /// <summary>Writes an entry, and removes the entries that were not used for the longest time as far as there are too many.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="write">Writes the file, which is empty.</param>
    public void Keep(string name, Action<SafeFileHandle> write)
    {
        var file = Path.Combine(path, name);
        var partial = $"{file}.{Environment.ProcessId}-{Guid.NewGuid():N}.partial";
        try
        {
            Directory.CreateDirectory(path);
            try
            {
                using (var handle = File.OpenHandle(partial, FileMode.CreateNew, FileAccess.Write))
                {
                    write(handle);
                }

                File.Move(partial, file, overwrite: true);
            }
            finally
            {
                File.Delete(partial);
            }

            Evict(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Failure = exception.Message;
        }
    }

    private void Evict(string written)
    {
        var now = DateTime.UtcNow;
        var total = 0L;
        foreach (var file in new DirectoryInfo(path).GetFiles().OrderByDescending(static file => file.LastWriteTimeUtc))
        {
            if (file.Extension == ".partial")
            {
                if (now - file.LastWriteTimeUtc > s_leftoverAge)
                {
                    file.Delete();
                }
            }
            else if (file.Extension is MappingCache.EntryExtension or MappingCache.NoteExtension)
            {
                total += file.Length;
                if (total > limit && file.FullName != Path.GetFullPath(written))
                {
                    file.Delete();
                }
            }
        }
    }
}
