namespace CovTools.Testing;

/// <summary>Lets one process at a time change a folder of results. The system frees it when its process ends, however that happens.</summary>
internal sealed class FolderLock : IDisposable
{
    private const string FileName = ".lock";

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private readonly FileStream _file;

    private FolderLock(FileStream file)
    {
        _file = file;
    }

    /// <summary>Waits for its turn.</summary>
    /// <exception cref="TestingException">It does not come.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FolderLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var end = DateTime.UtcNow + s_patience;
        while (true)
        {
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException exception)
            {
                // Somebody else has it: that, and only that, passes.
                if (DateTime.UtcNow > end || !File.Exists(path))
                {
                    throw TestingException.Of(TestingCode.FileFailed, path, $"the folder cannot be locked: {exception.Message}", exception);
                }
            }

            Thread.Sleep(s_pause);
        }
    }

    public void Dispose() => _file.Dispose();
}
