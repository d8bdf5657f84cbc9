namespace CovTools.Cli.Tests;

/// <summary>Ctrl-C and SIGTERM: soon, cleanly, and to be continued.</summary>
public sealed class InterruptTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(8);

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(RunProcesses.Interrupt, 130)]
    [InlineData(RunProcesses.Terminate, 143)]
    public async Task AStoppedRunSaysSoLeavesNothingBehindAndIsContinued(int signal, int exitCode)
    {
        Components.RequireTinytensor();
        _workspace.Ordinary(40, sleep: 0.1);
        using var tool = Tool.Start(_workspace.Root, _workspace.Command());
        await RunProcesses.WhileRunningAsync(tool, () => StoredRun.CountLines(_workspace.Store) >= 5, "scripts finish");

        var sent = TimeProvider.System.GetTimestamp();
        RunProcesses.Send(tool.Id, signal);
        var stopped = (await Tool.FinishAsync(tool)).WithExitCode(exitCode).WithBalancedLedger();

        TimeProvider.System.GetElapsedTime(sent).ShouldBeLessThan(s_soon);
        stopped.Error.ShouldContain("the same command continues this run");
        stopped.Json.GetProperty("interrupted").GetBoolean().ShouldBeTrue();
        var before = StoredRun.Read(_workspace.Store);
        before.Lines.Count.ShouldBeInRange(5, 39);
        stopped.Ledger("ok").ShouldBe(before.Lines.Count);
        await RunProcesses.RequireNoneAsync(before.RunId);
        (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0).WithBalancedLedger().Ledger("ok").ShouldBe(40);
        StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ShouldBeUnique();
    }

    [Theory]
    [InlineData(RunProcesses.Interrupt, 130)]
    [InlineData(RunProcesses.Terminate, 143)]
    public async Task AStopDuringTheImportIsAsGood(int signal, int exitCode)
    {
        Directory.CreateDirectory(Path.Combine(_workspace.Root, "lib"));
        await File.WriteAllTextAsync(Path.Combine(_workspace.Root, "lib/slow.py"), "import time\ntime.sleep(60)\n", TestContext.Current.CancellationToken);
        var library = Path.Combine(_workspace.Root, "slow.json");
        await File.WriteAllTextAsync(
            library, $$"""{"schema":1,"name":"slow","modules":["slow"],"pythonPath":["{{_workspace.Root}}/lib"]}""", TestContext.Current.CancellationToken);
        _workspace.Ordinary(2);
        using var tool = Tool.Start(
            _workspace.Root, "run", _workspace.Corpus, "--library-file", library, "--baseline", "b", "-o", _workspace.Output, "--json", "--no-progress");
        await RunProcesses.WhileRunningAsync(tool, () => StoredRun.ReadRunId(_workspace.Store) is { } id && RunProcesses.Zygotes(id).Count > 0, "there is a worker");

        var sent = TimeProvider.System.GetTimestamp();
        RunProcesses.Send(tool.Id, signal);
        (await Tool.FinishAsync(tool)).WithExitCode(exitCode).WithBalancedLedger();

        TimeProvider.System.GetElapsedTime(sent).ShouldBeLessThan(s_soon);
        await RunProcesses.RequireNoneAsync(StoredRun.ReadRunId(_workspace.Store)!);
    }
}
