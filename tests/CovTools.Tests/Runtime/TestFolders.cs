namespace CovTools.Tests.Runtime;

/// <summary>Directories for what tests build and write; all of them are gone when the test process ends.</summary>
internal static class TestFolders
{
    private static readonly Lazy<string> s_root = new(CreateRoot);
    private static int s_count;

    /// <summary>Gets the repository's directory. Not by the compiler's paths: in a CI build these are mapped to /_/.</summary>
    public static string Repository { get; } = FindRepository();

    public static string Create(string name) =>
        Directory.CreateDirectory(Path.Combine(s_root.Value, $"{name}-{Interlocked.Increment(ref s_count)}")).FullName;

    private static string CreateRoot()
    {
        var root = Directory.CreateTempSubdirectory("covrt-tests-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }

    private static string FindRepository()
    {
        var directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "CovTools.sln")))
        {
            directory = Path.GetDirectoryName(directory);
        }

        return directory ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} is not inside the repository");
    }
}
