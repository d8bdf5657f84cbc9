using CovTools.Containers;

namespace CovTools.Tests.Containers;

/// <summary>The real engine and a small image for tests; without them tests fail where CI=true and are skipped elsewhere.</summary>
internal static class TestEngine
{
    public const string Image = "debian:bookworm-slim";

    public static async Task<IContainerEngine> ConnectAsync()
    {
        try
        {
            var engine = await EngineLocator.ConnectAsync(EngineEnvironment.Current(), cancellationToken: TestContext.Current.CancellationToken);
            await engine.RequireImageAsync(Image, "eng/docker.sh", TestContext.Current.CancellationToken);
            return engine;
        }
        catch (EnvironmentIncompleteException exception) when (Environment.GetEnvironmentVariable("CI") != "true")
        {
            Assert.Skip(exception.Message);
            throw;
        }
    }

    public static ContainerSpecification Shell(string script)
        => new() { Image = Image, Command = ["sh", "-c", script], PidsLimit = 64, MemoryBytes = 256 << 20 };

    public static ContainerLaunch Launch(string script, TestOutput output)
        => new() { Specification = Shell(script), ErrorLine = output.AddErrorLine, Note = output.AddNote };

    /// <summary>A run id that no other test uses.</summary>
    public static string NewRun() => "test-" + Guid.NewGuid().ToString("N")[..12];
}
