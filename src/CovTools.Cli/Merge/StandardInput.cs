namespace CovTools.Cli.Merge;

/// <summary>Standard input as a file: profiles are not read from front to back, so that it is copied first. The copy goes with the process.</summary>
internal static class StandardInput
{
    /// <summary>What stands for it among inputs.</summary>
    public const string Name = "-";

    private static readonly Lazy<string> s_copy = new(Copy);

    /// <summary>The file to read for an input; its name says where it comes from.</summary>
    /// <param name="path">A path, or <see cref="Name"/>, which may be given several times.</param>
    /// <exception cref="IOException">It cannot be copied.</exception>
    public static string Resolve(string path) => path == Name ? s_copy.Value : path;

    private static string Copy()
    {
        var folder = Directory.CreateTempSubdirectory("covtools-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var path = Path.Combine(folder.FullName, "standard-input");
        using var input = Console.OpenStandardInput();
        using var output = File.Create(path);
        input.CopyTo(output);
        return path;
    }
}
