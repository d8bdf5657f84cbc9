namespace CovTools.Cli.Tests;

/// <summary>Killing the tool at any instant loses nothing that was finished, and repeating the command finishes the rest.</summary>
public sealed class ResumeTests(LocalRun run) : IDisposable
{
    private const int Scripts = 160;

    private readonly Workspace _workspace = new();
    private readonly Workspace _reference = new();

    public void Dispose()
    {
        _workspace.Dispose();
        _reference.Dispose();
    }

    [Fact]
    public async Task AKilledRunIsContinuedUntilItEqualsAnUninterruptedOne()
    {
        Take(_reference);
        Take(_workspace);
        var whole = (await Tool.RunAsync(_reference.Root, _reference.Command())).WithExitCode(0).WithBalancedLedger();
        var kept = new HashSet<string>();
        var kills = 0;

        // Before the first script, during its worker's start, in the middle several times, and near the end.
        foreach (var target in new[] { -1, 0, 1, 17, 43, 80, 121, Scripts - 2 })
        {
            await KillAtAsync(target);
            kills++;
            if (target >= 0)
            {
                var lines = StoredRun.Read(_workspace.Store).Lines.Select(line => line.Id).ToList();
                lines.ShouldBeUnique();
                kept.IsSubsetOf(lines).ShouldBeTrue("a finished script was lost");
                kept.UnionWith(lines);
            }
        }

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0).WithBalancedLedger();

        kills.ShouldBeGreaterThanOrEqualTo(5);
        kept.Count.ShouldBeGreaterThan(100);
        var store = StoredRun.Read(_workspace.Store);
        store.Lines.Select(line => line.Id).ShouldBeUnique();
        store.Lines.Count.ShouldBe(Scripts);
        store.Endings.ShouldBe(StoredRun.Read(_reference.Store).Endings, ignoreOrder: true);
        File.ReadAllBytes(_workspace.Cumulative).ShouldBe(File.ReadAllBytes(_reference.Cumulative));
        result.Json.GetProperty("buckets")[0].GetProperty("whole").ToString().ShouldBe(whole.Json.GetProperty("buckets")[0].GetProperty("whole").ToString());
        await RunProcesses.RequireNoneAsync(store.RunId);
    }

    [Fact]
    public async Task OnlyAChangedScriptRunsAgain()
    {
        _workspace.Ordinary(12);
        (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0);
        var before = StoredRun.Read(_workspace.Store);
        _workspace.Script("g/s003.py", "raise ValueError('changed')\n", 3);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0).WithBalancedLedger();

        var added = StoredRun.Read(_workspace.Store).Lines.Skip(before.Lines.Count).ShouldHaveSingleItem();
        (added.Path, added.Ending).ShouldBe(("g/s003.py", "exception:ValueError"));
        (result.Ledger("found"), result.Ledger("ok"), result.Ledger("exception")).ShouldBe((12, 11, 1));
        result.Json.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("scripts").GetInt32()).ShouldBe(12);
    }

    [Fact]
    public async Task AnOptionThatMattersIsRefusedAndOneThatPresentsIsNot()
    {
        _workspace.Ordinary(12);
        (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0);
        var before = StoredRun.Read(_workspace.Store).Lines.Count;

        var refused = (await Tool.RunAsync(_workspace.Root, _workspace.Command("--timeout", "3", "--memory", "1G"))).WithExitCode(2);
        var accepted = (await Tool.RunAsync(_workspace.Root, _workspace.Command("--interval", "5", "--jobs", "1"))).WithExitCode(0).WithBalancedLedger();

        refused.Output.ShouldBeEmpty();
        refused.Error.ShouldContain("timeout: '2' in the store, '3' now");
        refused.Error.ShouldContain("memory: '4294967296' in the store, '1073741824' now");
        refused.Error.ShouldContain("--output, --baseline or --trial");
        accepted.Json.GetProperty("buckets").EnumerateArray().Select(bucket => bucket.GetProperty("label").GetString()).ShouldBe(["0-5", "5-10", "10-15"]);
        StoredRun.Read(_workspace.Store).Lines.Count.ShouldBe(before);
    }

    [Fact]
    public async Task ASecondRunOnTheSameStoreIsRefusedWhileTheFirstGoesOn()
    {
        var go = Path.Combine(_workspace.Root, "go");
        _workspace.Script("g/waits.py", $"import os, time\nwhile not os.path.exists({Quote(go)}):\n    time.sleep(0.01)\n");
        using var first = Tool.Start(_workspace.Root, _workspace.Command());
        await RunProcesses.WhileRunningAsync(first, () => StoredRun.ReadRunId(_workspace.Store) is not null, "there is a store");

        var second = await Tool.RunAsync(_workspace.Root, _workspace.Command());
        await File.WriteAllTextAsync(go, "", TestContext.Current.CancellationToken);

        second.WithExitCode(2).Error.ShouldContain("another run is writing to this store");
        await Tool.FinishAsync(first);
    }

    [Fact]
    public async Task ARunThatWasKilledBeforeItsFloorWasWrittenIsContinued()
    {
        _workspace.Ordinary(2);
        var before = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0);
        File.Delete(Path.Combine(_workspace.Store, "floor.bin"));
        _workspace.Script("g/more.py", "tt.ones(9)\n", 5);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0).WithBalancedLedger();

        result.Ledger("ok").ShouldBe(3);
        result.Json.GetProperty("floor").ToString().ShouldBe(before.Json.GetProperty("floor").ToString());
        StoredRun.Read(_workspace.Store).ModuleIds.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ADamagedStoreRunsAgainWhatItLost()
    {
        _workspace.Ordinary(6);
        (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0);
        var intact = await File.ReadAllBytesAsync(_workspace.Cumulative, TestContext.Current.CancellationToken);
        var shard = Path.Combine(_workspace.Store, "shards", "0");
        var hits = await File.ReadAllBytesAsync(Path.Combine(shard, "hits.bin"), TestContext.Current.CancellationToken);
        hits[^1] ^= 0x40;
        await File.WriteAllBytesAsync(Path.Combine(shard, "hits.bin"), hits, TestContext.Current.CancellationToken);
        var journal = await File.ReadAllTextAsync(Path.Combine(shard, "journal.jsonl"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(shard, "journal.jsonl"), journal[..^10] + "\n", TestContext.Current.CancellationToken);

        var result = (await Tool.RunAsync(_workspace.Root, _workspace.Command())).WithExitCode(0).WithBalancedLedger();

        result.Error.ShouldContain("damaged");
        result.Ledger("ok").ShouldBe(6);
        File.ReadAllBytes(_workspace.Cumulative).ShouldBe(intact);
    }

    private static string Quote(string text) => $"'{text}'";

    private void Take(Workspace workspace) => workspace.Take(run.Corpus.Path, run.Corpus.Repeatable().Take(Scripts));

    /// <summary>Starts the tool and kills it as soon as so many scripts of all are finished; -1: while it starts.</summary>
    private async Task KillAtAsync(int finished)
    {
        using var tool = Tool.Start(_workspace.Root, _workspace.Command());
        if (finished < 0)
        {
            await Task.Delay(150, TestContext.Current.CancellationToken);
        }
        else if (finished == 0)
        {
            await RunProcesses.WhileRunningAsync(tool, () => StoredRun.ReadRunId(_workspace.Store) is { } id && RunProcesses.Of(id).Count > 0, "there is a driver");
        }
        else
        {
            await RunProcesses.WhileRunningAsync(tool, () => StoredRun.CountLines(_workspace.Store) >= finished, $"{finished} scripts are finished");
        }

        tool.HasExited.ShouldBeFalse("it was to be killed before its end");
        tool.Kill();
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        tool.ExitCode.ShouldBe(128 + RunProcesses.Kill);
        if (StoredRun.ReadRunId(_workspace.Store) is { } runId)
        {
            await RunProcesses.RequireNoneAsync(runId);
        }
    }
}
