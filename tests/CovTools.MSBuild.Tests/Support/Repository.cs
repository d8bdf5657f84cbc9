namespace CovTools.MSBuild.Tests;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string At(string path) => Path.Combine(Root, path);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CovTools.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"no CovTools.sln above {AppContext.BaseDirectory}");
    }
}
