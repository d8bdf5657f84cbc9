namespace CovTools.Cli.Tests;

/// <summary>No container engine: said at once, with how to get one.</summary>
public sealed class NoEngineTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task WithoutAnEngineNothingBeginsAndTheMessageSaysWhatWasTried()
    {
        _workspace.Ordinary(1);

        var result = await Tool.RunAsync(
            _workspace.Root,
            new Dictionary<string, string?> { ["DOCKER_HOST"] = "unix:///nonexistent.sock", ["DOCKER_CONTEXT"] = null },
            _workspace.Command("--host", "docker"));

        result.WithExitCode(4).Error.ShouldContain("nonexistent.sock");
        result.Error.ShouldContain("DOCKER_HOST");
        result.Output.ShouldBeEmpty();
        Directory.Exists(_workspace.Output).ShouldBeFalse();
    }
}
