namespace CovTools.Cli.Tests;

/// <summary>The same command with <c>--host docker</c>.</summary>
[Trait("Needs", "docker")]
public sealed class ContainerRunTests : IDisposable
{
    private readonly LocalRun _local;
    private readonly Workspace _workspace = new();

    public ContainerRunTests(LocalRun local)
    {
        Docker.Require();
        _local = local;
    }

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task ScriptsEndAndHitAsOnThisMachine()
    {
        (await _local.ResultAsync()).WithExitCode(0);
        using var tool = Tool.Start(
            _workspace.Root,
            ["run", _local.Corpus.Path, "--library", "tinytensor", "--baseline", "b", "--timeout", "2", "-o", _workspace.Output, "--json", .. Docker.Options]);
        (await Tool.FinishAsync(tool)).WithExitCode(0).WithBalancedLedger().Ledger("found").ShouldBe(_local.Corpus.Scripts().Count);

        var here = StoredRun.Read(_local.Workspace.Store);
        var there = StoredRun.Read(_workspace.Store);

        there.ModuleIds.ShouldBe(here.ModuleIds, customMessage: "the build is reproducible: the same compiler gives the same build ids");
        there.Endings.ShouldBe(here.Endings, ignoreOrder: true);
        var (hitsHere, hitsThere) = (here.Hits(), there.Hits());
        var repeatable = _local.Corpus.Repeatable();
        repeatable.Count.ShouldBeGreaterThan(400);
        repeatable.Where(path => hitsHere[path] != hitsThere[path]).ShouldBeEmpty();
        Docker.ContainersOf(tool.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task ScriptsHaveNoNetworkNoRootAndAReadOnlyCorpus()
    {
        _workspace.Script(
            "g/network.py",
            """
            import os, socket
            assert os.listdir("/sys/class/net") == ["lo"], os.listdir("/sys/class/net")
            try:
                socket.create_connection(("198.51.100.1", 80), 1)
            except OSError:
                tt.ones(1)
            else:
                raise RuntimeError("connected")
            """);
        _workspace.Script(
            "g/writes.py",
            """
            import errno, os
            for path in (__file__, os.path.join(os.path.dirname(__file__), "new.txt")):
                try:
                    open(path, "w")
                except OSError as error:
                    assert error.errno == errno.EROFS, error
                else:
                    raise RuntimeError("written")
            tt.ones(2)
            """);
        _workspace.Script("g/user.py", "import os\nassert os.getuid() != 0 and os.geteuid() != 0 and os.getgid() != 0\ntt.ones(3)\n");

        var result = await Tool.RunAsync(_workspace.Root, _workspace.Command(Docker.Options));

        StoredRun.Read(_workspace.Store).Endings.Values.ShouldAllBe(ending => ending == "ok", result.ToString());
        result.WithExitCode(0).Ledger("ok").ShouldBe(3);
    }

    [Fact]
    public async Task AScriptThatTheContainersUserCannotReadIsCounted()
    {
        _workspace.Ordinary(3);
        File.SetUnixFileMode(_workspace.Script("g/secret.py", "tt.ones(1)\n", 1), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command(Docker.Options))).WithExitCode(1).WithBalancedLedger();

        (result.Ledger("ok"), result.Ledger("infrastructure")).ShouldBe((3, 1));
        var failure = result.Json.GetProperty("ledger").GetProperty("failures").EnumerateArray().ShouldHaveSingleItem().GetString()!;
        failure.ShouldStartWith("g/secret.py: ");
        failure.ShouldContain("Permission denied");
    }

    [Fact]
    public async Task AKilledContainerIsReplaced()
    {
        _workspace.Ordinary(40, sleep: 0.1);
        using var tool = Tool.Start(_workspace.Root, _workspace.Command(Docker.Options));
        await RunProcesses.WhileRunningAsync(tool, () => StoredRun.CountLines(_workspace.Store) >= 6, "scripts finish");
        var before = StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ToHashSet();

        Docker.Call("kill", Docker.RunningOf(tool.Id).ShouldHaveSingleItem());
        var result = (await Tool.FinishAsync(tool)).WithExitCode(0).WithBalancedLedger();

        result.Ledger("ok").ShouldBe(40);
        result.Error.ShouldContain("starting a new driver");
        var lines = StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ToList();
        lines.ShouldBeUnique();
        before.IsSubsetOf(lines).ShouldBeTrue();
        Docker.ContainersOf(tool.Id).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RunProcesses.Interrupt, 130)]
    [InlineData(RunProcesses.Terminate, 143)]
    public async Task AStoppedRunRemovesItsContainer(int signal, int exitCode)
    {
        _workspace.Ordinary(40, sleep: 0.1);
        using var tool = Tool.Start(_workspace.Root, _workspace.Command(Docker.Options));
        await RunProcesses.WhileRunningAsync(tool, () => StoredRun.CountLines(_workspace.Store) >= 3, "scripts finish");

        RunProcesses.Send(tool.Id, signal);
        (await Tool.FinishAsync(tool)).WithExitCode(exitCode).WithBalancedLedger();

        Docker.ContainersOf(tool.Id).ShouldBeEmpty();
    }

    [Fact]
    public async Task ARunThatWasKilledIsSweptAndContinuedByTheNext()
    {
        _workspace.Ordinary(30, sleep: 0.1);
        using var tool = Tool.Start(_workspace.Root, _workspace.Command(Docker.Options));
        await RunProcesses.WhileRunningAsync(tool, () => StoredRun.CountLines(_workspace.Store) >= 3, "scripts finish");
        var running = Docker.RunningOf(tool.Id).ShouldHaveSingleItem();
        tool.Kill();
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command(Docker.Options))).WithExitCode(0).WithBalancedLedger();

        running.ShouldNotBeEmpty();
        result.Ledger("ok").ShouldBe(30);
        result.Error.ShouldContain("left behind by a run that was killed");
        Docker.ContainersOf(tool.Id).ShouldBeEmpty();
        StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task AMissingImageIsNamedWithTheCommandThatBuildsIt()
    {
        _workspace.Ordinary(1);

        var result = await Tool.RunAsync(
            _workspace.Root, _workspace.Command("--library", "torch", "--library-version", "0.0.1", "--host", "docker"));

        result.WithExitCode(4).Error.ShouldContain("docker build -t ncsu-swat/torch-0.0.1-instrumented docker/torch-0.0.1-instrumented");
        Directory.Exists(_workspace.Output).ShouldBeFalse();
    }

    [Fact]
    public async Task TheKnownFlagsPutTheirFilesWhereTheirUsersLook()
    {
        for (var second = 0; second < 150; second += 10)
        {
            _workspace.Script($"torch.add/s{second:000}.py", $"print(tt.ones({second + 1}))\n", second);
            _workspace.Script($"torch.mul/s{second:000}.py", $"tt.ones(2) * tt.ones({second + 3})\n", second);
        }

        var result = await Tool.RunAsync(
            _workspace.Root,
            "run", "--dll", "tinytensor", "--target", _workspace.Corpus, "--output", _workspace.Output, "--baseline", "acetest",
            "--itv", "60", "--num_parallel", "2", "--filter", "add", "--max-time-sec", "100", "--image", Docker.Image, "--json");

        result.WithExitCode(0).WithBalancedLedger();
        result.Error.ShouldContain($"on a container of {Docker.Image}");
        result.Json.GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetProperty("label").GetString()).ShouldBe(["0-60", "60-100"]);
        var reasons = result.Json.GetProperty("ledger").GetProperty("leftOutReasons");
        (reasons.GetProperty("filter").GetInt32(), reasons.GetProperty("beyond max-time").GetInt32(), result.Ledger("ok")).ShouldBe((15, 4, 11));
        foreach (var label in new[] { "0-60", "60-100" })
        {
            foreach (var file in new[] { "merged.profdata", "coverage.txt", "profile.log" })
            {
                File.Exists(Path.Combine(_workspace.Output, "profdata/acetest", label, file)).ShouldBeTrue($"{label}/{file}");
            }
        }
    }
}
