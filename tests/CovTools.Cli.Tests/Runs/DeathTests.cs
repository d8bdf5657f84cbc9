namespace CovTools.Cli.Tests;

/// <summary>Deaths around the scripts: of the driver, of a zygote, by strangers and by the scripts themselves.</summary>
public sealed class DeathTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public DeathTests() => Components.RequireTinytensor();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("driver")]
    [InlineData("zygote")]
    public async Task AKilledDriverOrZygoteIsReplacedAndNothingIsLost(string what)
    {
        _workspace.Ordinary(40, sleep: 0.1);
        using var tool = Tool.Start(_workspace.Root, _workspace.Command());
        await RunProcesses.WhileRunningAsync(tool, () => StoredRun.CountLines(_workspace.Store) >= 8, "scripts finish");
        var runId = StoredRun.ReadRunId(_workspace.Store)!;
        var before = StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ToHashSet();

        RunProcesses.Send(what == "driver" ? RunProcesses.Driver(runId)!.Value : RunProcesses.Zygotes(runId)[0], RunProcesses.Kill);
        var result = (await Tool.FinishAsync(tool)).WithExitCode(0).WithBalancedLedger();

        result.Ledger("ok").ShouldBe(40);
        result.Error.ShouldContain(what == "driver" ? "the driver was killed by signal 9; starting a new driver" : "ended by signal 9 and is replaced");
        var lines = StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ToList();
        lines.ShouldBeUnique();
        before.IsSubsetOf(lines).ShouldBeTrue();
        await RunProcesses.RequireNoneAsync(runId);
    }

    [Fact]
    public async Task AScriptThatKillsItsWorkerEveryTimeIsTheOnlyOneLost()
    {
        _workspace.Ordinary(20);
        _workspace.Script("g/s010_kills.py", "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nimport time\ntime.sleep(60)\n", 10);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(1).WithBalancedLedger();

        result.Ledger("ok").ShouldBe(20);
        result.Ledger("infrastructure").ShouldBe(1);
        var failure = result.Json.GetProperty("ledger").GetProperty("failures").EnumerateArray().ShouldHaveSingleItem().GetString()!;
        failure.ShouldStartWith("g/s010_kills.py: ");
        failure.ShouldContain("also when it ran again alone");
        await RunProcesses.RequireNoneAsync(StoredRun.ReadRunId(_workspace.Store)!);
    }

    [Fact]
    public async Task AScriptThatKillsTheDriverEveryTimeIsTheOnlyOneLost()
    {
        _workspace.Ordinary(20);
        _workspace.Script(
            "g/s010_kills.py",
            """
            import os, signal
            stat = open(f"/proc/{os.getppid()}/stat").read()
            os.kill(int(stat[stat.rindex(")") + 1:].split()[1]), signal.SIGKILL)
            import time
            time.sleep(60)
            """,
            10);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(1).WithBalancedLedger();

        result.Ledger("ok").ShouldBe(20);
        result.Json.GetProperty("ledger").GetProperty("failures").EnumerateArray().ShouldHaveSingleItem().GetString()!.ShouldStartWith("g/s010_kills.py: ");
        await RunProcesses.RequireNoneAsync(StoredRun.ReadRunId(_workspace.Store)!);
    }

    [Fact]
    public async Task ALostScriptIsTriedAgainByTheNextRun()
    {
        _workspace.Ordinary(3);
        var pardon = Path.Combine(_workspace.Root, "pardon");
        _workspace.Script("g/sometimes.py", $"import os, signal\nif not os.path.exists('{pardon}'):\n    os.kill(os.getppid(), signal.SIGKILL)\n", 1);
        (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(1);
        await File.WriteAllTextAsync(pardon, "", TestContext.Current.CancellationToken);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0).WithBalancedLedger();

        result.Ledger("ok").ShouldBe(4);
        StoredRun.Read(_workspace.Store).Lines.Count.ShouldBe(5);
    }
}
