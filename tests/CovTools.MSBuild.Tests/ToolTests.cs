namespace CovTools.MSBuild.Tests;

/// <summary>The tool, installed from its package in every way there is, into empty caches.</summary>
public sealed class ToolTests : IDisposable
{
    private readonly Consumer _consumer;

    public ToolTests(PackedPackages packages) => _consumer = new Consumer(packages);

    public void Dispose() => _consumer.Dispose();

    [Fact]
    public void ItIsInstalledIntoAFolder()
    {
        _consumer.Dotnet("tool", "install", "dotnet-cov-collect", "--tool-path", "tools", "--version", "0.1.0").Succeeds();

        Help(Command.Run(_consumer.Root, _consumer["tools/dotnet-cov-collect"], ["--help"]));
    }

    [Fact]
    public void ItIsInstalledForAUser()
    {
        _consumer.Dotnet("tool", "install", "--global", "dotnet-cov-collect", "--version", "0.1.0").Succeeds();

        try
        {
            Help(_consumer.WithTools("cov-collect", "--help"));
        }
        finally
        {
            _consumer.Dotnet("tool", "uninstall", "--global", "dotnet-cov-collect").Succeeds();
        }
    }

    [Fact]
    public void ItIsInstalledByAManifest()
    {
        _consumer.Dotnet("new", "tool-manifest").Succeeds();
        _consumer.Dotnet("tool", "install", "dotnet-cov-collect", "--version", "0.1.0").Succeeds();

        Help(_consumer.Dotnet("cov-collect", "--help"));
        Help(_consumer.Dotnet("tool", "run", "dotnet-cov-collect", "--", "--help"));
    }

    [Fact]
    public void ItRunsWithoutBeingInstalled() => Help(_consumer.Dotnet("tool", "exec", "--yes", "dotnet-cov-collect@0.1.0", "--", "--help"));

    private static void Help(CommandResult result)
    {
        foreach (var verb in new[] { "run", "bucket", "merge", "report", "show", "export" })
        {
            result.Succeeds().Output.ShouldContain($"  {verb}");
        }
    }
}
