namespace CovTools.Profiles;

/// <summary>What changes when a file is written to.</summary>
/// <param name="Length">Bytes; -1 when there is no such file.</param>
/// <param name="Modified">Time of the last change.</param>
internal readonly record struct FileStamp(long Length, DateTime Modified)
{
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : new FileStamp(-1, default);
    }
}
