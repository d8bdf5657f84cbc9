namespace CovTools.Tests.Modules;

/// <summary>Places in the source tree.</summary>
internal static class RepositoryPaths
{
    /// <summary>Small sources and golden files of the format tests.</summary>
    public static string Formats { get; } = Path.Combine(Root(), "tests", "Fixtures", "formats");

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "CovTools.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The source tree was not found above the test's binaries.");
    }
}
