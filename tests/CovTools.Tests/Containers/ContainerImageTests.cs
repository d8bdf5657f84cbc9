using CovTools.Containers;

namespace CovTools.Tests.Containers;

[Trait("Needs", "Docker")]
public sealed class ContainerImageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ImageTellsIdArchitectureAndUser()
    {
        using var engine = await TestEngine.ConnectAsync();

        var image = await engine.FindImageAsync(TestEngine.Image, Cancellation);

        image.ShouldNotBeNull();
        image.Id.ShouldMatch("^sha256:[0-9a-f]{64}$");
        image.OperatingSystem.ShouldBe("linux");
        image.Architecture.ShouldBe(engine.Version.Architecture);
        image.RunsAsRoot.ShouldBeTrue();
        (await engine.FindImageAsync(image.Id, Cancellation))!.Id.ShouldBe(image.Id);
    }

    [Fact]
    public async Task MissingImageNamesTheCommandThatBuildsIt()
    {
        using var engine = await TestEngine.ConnectAsync();

        var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(
            () => engine.RequireImageAsync("covtools/no-such-image:1", "docker build -t covtools/no-such-image docker/x", Cancellation));

        exception.Message.ShouldContain("covtools/no-such-image:1");
        exception.Message.ShouldContain("docker build -t covtools/no-such-image docker/x");
        exception.Message.ShouldContain(engine.Address);
    }

    [Fact]
    public async Task ContainerOfAMissingImageIsAnIncompleteEnvironment()
    {
        using var engine = await TestEngine.ConnectAsync();
        var launch = TestEngine.Launch("true", new TestOutput());
        launch = launch with { Specification = launch.Specification with { Image = "covtools/no-such-image:1" } };

        var exception = await Should.ThrowAsync<EnvironmentIncompleteException>(
            () => new ContainerLauncher(engine, TestEngine.NewRun()).StartAsync(launch, Cancellation));

        exception.Message.ShouldContain("covtools/no-such-image:1");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("0", true)]
    [InlineData("root:root", true)]
    [InlineData("0:5", true)]
    [InlineData("covtools", false)]
    [InlineData("1000:0", false)]
    public void RootIsRecognised(string user, bool root)
        => new ContainerImage
        {
            Name = "x",
            Id = "x",
            Digests = [],
            Architecture = "amd64",
            OperatingSystem = "linux",
            User = user,
            Labels = new Dictionary<string, string>(),
            Environment = new Dictionary<string, string>(),
        }.RunsAsRoot.ShouldBe(root);
}
