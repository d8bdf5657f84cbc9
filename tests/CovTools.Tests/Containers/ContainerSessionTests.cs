using System.Runtime.Versioning;
using System.Security.Cryptography;
using CovTools.Containers;

namespace CovTools.Tests.Containers;

[Trait("Needs", "Docker")]
[UnsupportedOSPlatform("windows")]
public sealed class ContainerSessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InputComesBackAsOutputUntilTheInputEnds()
    {
        using var engine = await TestEngine.ConnectAsync();
        var output = new TestOutput();
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun())
            .StartAsync(TestEngine.Launch("while read line; do echo \"got $line\"; done; echo end >&2; exit 3", output), Cancellation);

        using var reader = new StreamReader(session.Output);
        await session.Input.WriteAsync("one\n"u8.ToArray(), Cancellation);
        var first = await reader.ReadLineAsync(Cancellation);
        await session.Input.WriteAsync("two\n"u8.ToArray(), Cancellation);
        await session.Input.DisposeAsync();
        var rest = await reader.ReadToEndAsync(Cancellation);
        var end = await session.WaitAsync(Cancellation);

        first.ShouldBe("got one");
        rest.ShouldBe("got two\n");
        end.ShouldBe(new ContainerEnd(3, false, string.Empty));
        output.ErrorLines.ShouldBe(["end"]);
        output.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task TenMegabytesPassInBothDirectionsAtOnce()
    {
        using var engine = await TestEngine.ConnectAsync();
        var data = RandomNumberGenerator.GetBytes(10 << 20);
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun())
            .StartAsync(TestEngine.Launch("cat", new TestOutput()), Cancellation);

        var sending = SendAsync(session.Input, data);
        using var received = new MemoryStream();
        await session.Output.CopyToAsync(received, Cancellation);
        await sending;

        received.ToArray().AsSpan().SequenceEqual(data).ShouldBeTrue();
    }

    [Fact]
    public async Task OutputAndErrorDoNotMixWhenBothAreLarge()
    {
        using var engine = await TestEngine.ConnectAsync();
        var output = new TestOutput();
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun()).StartAsync(
            TestEngine.Launch("(head -c 5000000 /dev/zero | tr '\\0' o) & (yes error | head -n 200000) >&2; wait", output), Cancellation);

        using var received = new MemoryStream();
        await session.Output.CopyToAsync(received, Cancellation);

        received.Length.ShouldBe(5000000);
        received.ToArray().All(value => value == (byte)'o').ShouldBeTrue();
        output.ErrorLines.Count.ShouldBe(200000);
        output.ErrorLines.ShouldAllBe(line => line == "error");
    }

    [Fact]
    public async Task DisposalKillsAndRemovesAndTellsHowItEnded()
    {
        using var engine = await TestEngine.ConnectAsync();
        var session = await new ContainerLauncher(engine, TestEngine.NewRun())
            .StartAsync(TestEngine.Launch("sleep 1000", new TestOutput()), Cancellation);

        await session.DisposeAsync();

        session.End.ShouldBe(new ContainerEnd(137, false, string.Empty));
        (await engine.InspectAsync(session.Id, Cancellation)).ShouldBeNull();
        (await engine.RemoveAsync(session.Id, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task ContainerThatCannotStartIsRemoved()
    {
        using var engine = await TestEngine.ConnectAsync();
        var run = TestEngine.NewRun();
        var launch = TestEngine.Launch("true", new TestOutput());
        launch = launch with { Specification = launch.Specification with { Command = ["/no/such/program"], Init = false } };

        var exception = await Should.ThrowAsync<ContainerEngineException>(
            async () => await new ContainerLauncher(engine, run).StartAsync(launch, Cancellation));

        exception.Message.ShouldContain("/no/such/program");
        (await engine.ListAsync($"{ContainerLabels.Run}={run}", Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task CancelledStartLeavesNothingBehind()
    {
        using var engine = await TestEngine.ConnectAsync();
        var run = TestEngine.NewRun();
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var upload = new ContainerUpload("/files", async (stream, token) =>
        {
            await stream.WriteAsync(new byte[512], token);
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });
        var launch = TestEngine.Launch("true", new TestOutput()) with { Uploads = [upload] };

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await new ContainerLauncher(engine, run).StartAsync(launch, cancellation.Token));

        (await engine.ListAsync($"{ContainerLabels.Run}={run}", Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task UploadedFilesAreThereForAnotherUserUnderAReadOnlyRoot()
    {
        using var engine = await TestEngine.ConnectAsync();
        var directory = Directory.CreateTempSubdirectory("covtools-test-").FullName;
        var file = Path.Combine(directory, "program");
        await File.WriteAllTextAsync(file, "#!/bin/sh\necho ran as $(id -u)\n", Cancellation);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var output = new TestOutput();
        var launch = TestEngine.Launch("/files/sub/program; touch /x || echo refused", output);
        launch = launch with
        {
            Specification = launch.Specification with { ReadOnlyRoot = true, User = "1234:1234" },
            Uploads = [ContainerUpload.OfFiles(new Dictionary<string, string> { ["sub/program"] = file }, "/files")],
        };
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun()).StartAsync(launch, Cancellation);

        using var reader = new StreamReader(session.Output);
        var text = await reader.ReadToEndAsync(Cancellation);

        text.ShouldBe("ran as 1234\nrefused\n", string.Join('\n', output.ErrorLines));
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task OutOfMemoryIsTold()
    {
        using var engine = await TestEngine.ConnectAsync();
        var launch = TestEngine.Launch("exec tail /dev/zero", new TestOutput());
        launch = launch with { Specification = launch.Specification with { MemoryBytes = 24 << 20, Init = false } };
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun()).StartAsync(launch, Cancellation);

        await session.Output.CopyToAsync(Stream.Null, Cancellation);
        var end = await session.WaitAsync(Cancellation);

        end.ShouldBe(new ContainerEnd(137, true, string.Empty));
    }

    [Fact]
    public async Task TheContainerEndsWhenTheConnectionBreaks()
    {
        using var engine = await TestEngine.ConnectAsync();
        var run = TestEngine.NewRun();
        var launcher = new ContainerLauncher(engine, run);
        var specification = TestEngine.Shell("cat; exit 7") with { OpenInput = true };
        var (_, created) = await launcher.CreateAsync(specification);
        var attachment = await engine.AttachAsync(created.Id, _ => { }, Cancellation);
        await engine.StartAsync(created.Id, Cancellation);

        await attachment.DisposeAsync();
        var exitCode = await engine.WaitAsync(created.Id, Cancellation);
        await engine.RemoveAsync(created.Id, Cancellation);

        exitCode.ShouldBe(7);
    }

    [Fact]
    public async Task StopGivesTimeToEnd()
    {
        using var engine = await TestEngine.ConnectAsync();
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun())
            .StartAsync(TestEngine.Launch("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done", new TestOutput()), Cancellation);
        await session.Output.ReadAtLeastAsync(new byte[6], 6, cancellationToken: Cancellation);

        var stopped = await engine.StopAsync(session.Id, TimeSpan.FromSeconds(20), Cancellation);
        var again = await engine.StopAsync(session.Id, TimeSpan.FromSeconds(20), Cancellation);
        var end = await session.WaitAsync(Cancellation);

        stopped.ShouldBeTrue();
        again.ShouldBeFalse();
        end.ExitCode.ShouldBe(5);
    }

    [Fact]
    public async Task ContainerThatSomebodyElseRemovesEndsTheSession()
    {
        using var engine = await TestEngine.ConnectAsync();
        var output = new TestOutput();
        await using var session = await new ContainerLauncher(engine, TestEngine.NewRun()).StartAsync(TestEngine.Launch("sleep 1000", output), Cancellation);

        await engine.RemoveAsync(session.Id, Cancellation);
        await session.Output.CopyToAsync(Stream.Null, Cancellation);
        var end = await session.WaitAsync(Cancellation);
        await session.DisposeAsync();

        end.ShouldBe(new ContainerEnd(null, false, "the container was removed by somebody else"));
        output.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task LauncherTakesAnotherNameWhenOneIsInUse()
    {
        using var engine = await TestEngine.ConnectAsync();
        var run = TestEngine.NewRun();
        await using var first = await new ContainerLauncher(engine, run).StartAsync(TestEngine.Launch("sleep 1000", new TestOutput()), Cancellation);

        await using var second = await new ContainerLauncher(engine, run).StartAsync(TestEngine.Launch("sleep 1000", new TestOutput()), Cancellation);

        (first.Name, second.Name).ShouldBe(($"covtools-{run}-0", $"covtools-{run}-1"));
    }

    private static async Task SendAsync(Stream input, byte[] data)
    {
        await input.WriteAsync(data, Cancellation);
        await input.DisposeAsync();
    }
}
