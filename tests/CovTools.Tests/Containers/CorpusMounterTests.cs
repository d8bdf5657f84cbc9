using CovTools.Containers;

namespace CovTools.Tests.Containers;

[Trait("Needs", "Docker")]
public sealed class CorpusMounterTests : IDisposable
{
    private const string Script = "cat /corpus/g/a.py; touch /corpus/g/b.py 2>/dev/null || echo -refused";
    private readonly string _directory = Directory.CreateTempSubdirectory("covtools-test-").FullName;

    public CorpusMounterTests()
    {
        Directory.CreateDirectory(Path.Combine(_directory, "g"));
        File.WriteAllText(Path.Combine(_directory, "g", "a.py"), "content");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task EngineOfThisMachineGetsABindMount()
    {
        using var engine = await TestEngine.ConnectAsync();
        var launcher = new ContainerLauncher(engine, TestEngine.NewRun());

        await using var corpus = await MountAsync(launcher, CorpusMountMode.Auto);

        corpus.IsCopy.ShouldBeFalse(corpus.Reason);
        (await RunAsync(launcher, corpus, user: null)).ShouldBe("content-refused\n");
        (await engine.ListAsync($"{ContainerLabels.Run}={launcher.Run}", Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task EngineThatDoesNotHaveTheDirectoryGetsACopy()
    {
        using var real = await TestEngine.ConnectAsync();
        var missing = _directory + "-not-there";
        using var engine = new RelocatingEngine(real, _directory, missing);
        var launcher = new ContainerLauncher(engine, TestEngine.NewRun());

        await using var corpus = await MountAsync(launcher, CorpusMountMode.Auto);

        corpus.IsCopy.ShouldBeTrue();
        (await RunAsync(launcher, corpus, user: "1234")).ShouldBe("content-refused\n");
        if (real.Version.IsPodman)
        {
            // Podman makes the directory that it is asked to mount.
            Directory.Delete(missing);
        }
        else
        {
            corpus.Reason.ShouldContain(missing);
        }
    }

    [Theory]
    [InlineData("CONTENT")]
    [InlineData("longer content")]
    [InlineData(null)]
    public async Task EngineThatSeesAnotherDirectoryUnderThisNameGetsACopy(string? contentThere)
    {
        var other = Directory.CreateTempSubdirectory("covtools-test-").FullName;
        Directory.CreateDirectory(Path.Combine(other, "g"));
        if (contentThere is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(other, "g", "a.py"), contentThere, Cancellation);
            File.SetLastWriteTimeUtc(Path.Combine(other, "g", "a.py"), File.GetLastWriteTimeUtc(Path.Combine(_directory, "g", "a.py")));
        }

        using var real = await TestEngine.ConnectAsync();
        using var engine = new RelocatingEngine(real, _directory, other);
        var launcher = new ContainerLauncher(engine, TestEngine.NewRun());

        await using var corpus = await MountAsync(launcher, CorpusMountMode.Auto);

        corpus.Reason.ShouldBe("the engine does not see g/a.py as it is here");
        (await RunAsync(launcher, corpus, user: null)).ShouldBe("content-refused\n");
        Directory.Delete(other, recursive: true);
    }

    [Fact]
    public async Task CopyIsGoneAfterDisposal()
    {
        using var engine = await TestEngine.ConnectAsync();
        var launcher = new ContainerLauncher(engine, TestEngine.NewRun());

        var corpus = await MountAsync(launcher, CorpusMountMode.Copy);
        var before = await engine.ListVolumesAsync($"{ContainerLabels.Run}={launcher.Run}", Cancellation);
        await corpus.DisposeAsync();

        before.Select(volume => volume.Name).ShouldBe([corpus.Mount.Source]);
        (await engine.ListVolumesAsync($"{ContainerLabels.Run}={launcher.Run}", Cancellation)).ShouldBeEmpty();
        (await engine.ListAsync($"{ContainerLabels.Run}={launcher.Run}", Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task FileOfAContainerCanBeRead()
    {
        using var engine = await TestEngine.ConnectAsync();
        var launcher = new ContainerLauncher(engine, TestEngine.NewRun());
        await using var corpus = await MountAsync(launcher, CorpusMountMode.Copy);
        var (_, created) = await launcher.CreateAsync(TestEngine.Shell("true") with { Mounts = [corpus.Mount] });
        try
        {
            (await engine.ReadFileAsync(created.Id, "/corpus/g/a.py", 100, Cancellation)).ShouldBe("content"u8.ToArray());
            (await engine.ReadFileAsync(created.Id, "/corpus/missing", 100, Cancellation)).ShouldBeNull();
            (await Should.ThrowAsync<MalformedDataException>(() => engine.ReadFileAsync(created.Id, "/corpus/g/a.py", 3, Cancellation)))
                .Reason.ShouldContain("7 bytes");
            await Should.ThrowAsync<MalformedDataException>(() => engine.ReadFileAsync(created.Id, "/corpus/g", 100, Cancellation));
            (await Should.ThrowAsync<ContainerEngineException>(() => engine.ReadFileAsync("no-such-container", "/x", 100, Cancellation)))
                .Status.ShouldBe(404);
        }
        finally
        {
            await engine.RemoveAsync(created.Id, CancellationToken.None);
        }
    }

    private static async Task<string> RunAsync(ContainerLauncher launcher, CorpusMount corpus, string? user)
    {
        var launch = TestEngine.Launch(Script, new TestOutput());
        launch = launch with { Specification = launch.Specification with { Mounts = [corpus.Mount], User = user } };
        await using var session = await launcher.StartAsync(launch, Cancellation);
        using var reader = new StreamReader(session.Output);
        return await reader.ReadToEndAsync(Cancellation);
    }

    private Task<CorpusMount> MountAsync(ContainerLauncher launcher, CorpusMountMode mode)
        => new CorpusMounter(launcher, TestEngine.Image, note => Assert.Fail(note)).MountAsync(_directory, "/corpus", mode, Cancellation);
}
