using System.IO.Enumeration;

namespace CovTools.Corpus;

/// <summary>A name in a folder, with what one look at it tells.</summary>
/// <param name="Name">The name alone.</param>
/// <param name="IsFolder">Whether it is a folder, or a link to one.</param>
/// <param name="IsLink">Whether it is a symbolic link.</param>
/// <param name="Modified">Modification time of the entry itself, UTC; <see cref="Unknown"/> when it could not be read.</param>
internal readonly record struct FolderEntry(string Name, bool IsFolder, bool IsLink, DateTime Modified)
{
    /// <summary>What .NET gives as the time of a file that is not there.</summary>
    public static readonly DateTime Unknown = DateTime.FromFileTimeUtc(0);

    private static readonly EnumerationOptions s_everything = new()
    {
        AttributesToSkip = 0,
        IgnoreInaccessible = false,
        RecurseSubdirectories = false,
        ReturnSpecialDirectories = false,
    };

    /// <summary>Lists a folder in ordinal order of names.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static List<FolderEntry> List(string folder, CancellationToken cancellationToken)
    {
        var entries = new List<FolderEntry>();
        foreach (var entry in new FileSystemEnumerable<FolderEntry>(folder, Read, s_everything))
        {
            cancellationToken.ThrowIfCancellationRequested();
            entries.Add(entry);
        }

        entries.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        return entries;
    }

    private static FolderEntry Read(ref FileSystemEntry entry)
    {
        var folder = entry.IsDirectory;
        var link = (entry.Attributes & FileAttributes.ReparsePoint) != 0;
        return new FolderEntry(entry.FileName.ToString(), folder, link, folder ? Unknown : entry.LastWriteTimeUtc.UtcDateTime);
    }
}
