namespace CovTools.MSBuild.Tests;

/// <summary>The packages, made once as eng/pack.sh makes them, and a package cache that was empty before the first test.</summary>
public sealed class PackedPackages : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Lazy<string> _packages;

    public PackedPackages() => _packages = new Lazy<string>(Pack);

    /// <summary>The folder with the packages.</summary>
    public string Folder => _packages.Value;

    /// <summary>What every command of a consumer gets: caches of its own, and no process that outlives it.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = _folder["cache"],
        ["DOTNET_CLI_HOME"] = _folder["home"],
        ["XDG_CACHE_HOME"] = _folder["xdg"],
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
    };

    /// <summary>Writes a configuration that knows the packed packages and nothing else.</summary>
    public void Configure(string folder) => File.WriteAllText(
        Path.Combine(folder, "nuget.config"),
        $"""<configuration><packageSources><clear /><add key="packed" value="{Folder}" /></packageSources></configuration>""");

    /// <summary>Runs eng/pack.sh.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="work">Folder for everything in between; null: the script's own.</param>
    public static void Pack(string output, string? work = null)
    {
        var environment = new Dictionary<string, string> { ["MSBUILDDISABLENODEREUSE"] = "1" };
        if (work is not null)
        {
            environment["COVTOOLS_PACK_WORK"] = work;
        }

        if (!Components.Has("aarch64-linux-gnu-gcc") && System.Environment.GetEnvironmentVariable("CI") != "true")
        {
            environment["COVTOOLS_PACK_PARTIAL"] = "true";
        }

        Command.Run(Repository.Root, "bash", [Repository.At("eng/pack.sh"), output], environment).Succeeds();
    }

    public void Dispose() => _folder.Dispose();

    private string Pack()
    {
        Pack(_folder["packages"]);
        return _folder["packages"];
    }
}
