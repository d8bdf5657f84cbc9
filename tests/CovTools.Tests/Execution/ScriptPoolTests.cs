using CovTools.Execution;
using CovTools.Libraries;
using CovTools.Objects;

namespace CovTools.Tests.Execution;

public sealed class ScriptPoolTests
{
    private const string Ready = "{\"event\":\"hello\"}\n{\"event\":\"ready\",\"isolation\":\"fork\",\"capture\":\"memory\"}\n";

    [Fact]
    public async Task EveryScriptGetsOneResult()
    {
        var host = new ScriptedHost((id, _) => id == "start" ? Ready : Begun(id) + Done(id));

        var results = await RunAsync(host, Scripts(100));

        results.Select(result => result.Script.Id).Order().ShouldBe(Scripts(100).Select(script => script.Id).Order());
        results.ShouldAllBe(result => result.Ending.Outcome == ScriptOutcome.Ok);
        host.Started.ShouldBe(1);
    }

    [Fact]
    public async Task AScriptThatKillsEveryDriverCostsOnlyItself()
    {
        var poison = Scripts(30)[7].Id;

        // It begins, and with the next request the driver is gone.
        var poisoned = false;
        var host = new ScriptedHost((id, _) =>
        {
            if (id == "start")
            {
                poisoned = false;
                return Ready;
            }

            if (id == poison)
            {
                poisoned = true;
                return Begun(id) + "{\"event\":\"hello\"\n";
            }

            return poisoned ? null : Begun(id) + Done(id);
        });

        var results = await RunAsync(host, Scripts(30));

        results.Count.ShouldBe(30);
        var failed = results.Single(result => result.Ending.Outcome == ScriptOutcome.Infrastructure);
        failed.Script.Id.ShouldBe(poison);
    }

    [Fact]
    public async Task AScriptWhoseWorkerDiedRunsAgainAloneAndThenCounts()
    {
        var host = new ScriptedHost((id, run) => id == "start" ? Ready : run == 1 && id.EndsWith('3') ? Begun(id) + Failed(id, retry: true) : Begun(id) + Done(id));

        var results = await RunAsync(host, Scripts(10));

        results.ShouldAllBe(result => result.Ending.Outcome == ScriptOutcome.Ok);
        host.Runs.Count(run => run.EndsWith('3')).ShouldBe(2);
        host.Runs[^1].ShouldEndWith("3");
    }

    [Fact]
    public async Task AVanishedScriptIsNotTriedAgain()
    {
        var host = new ScriptedHost((id, _) => id == "start" ? Ready : Begun(id) + Failed(id, retry: false));

        var results = await RunAsync(host, Scripts(3));

        results.ShouldAllBe(result => result.Ending.Outcome == ScriptOutcome.Infrastructure && result.Ending.FailureReason == "gone");
        host.Runs.Count.ShouldBe(3);
    }

    [Fact]
    public async Task DriversThatEndBeforeTheyAreReadyAreAnErrorWithTheirLog()
    {
        var host = new ScriptedHost((_, _) => null);

        var exception = await Should.ThrowAsync<DriverException>(() => RunAsync(host, Scripts(3)));

        exception.Message.ShouldContain("log of the scripted driver");
    }

    [Fact]
    public async Task AFatalMessageEndsTheRunWithItsReason()
    {
        var host = new ScriptedHost((_, _) => "{\"event\":\"fatal\",\"reason\":\"cannot import torch\",\"output\":\"ModuleNotFoundError\"}\n");

        var exception = await Should.ThrowAsync<DriverException>(() => RunAsync(host, Scripts(3)));

        exception.Message.ShouldContain("cannot import torch");
        exception.Message.ShouldContain("ModuleNotFoundError");
    }

    [Fact]
    public async Task DriversThatDieWithoutFinishingAnythingEndTheRun()
    {
        var host = new ScriptedHost((id, _) => id == "start" ? Ready : null);

        var exception = await Should.ThrowAsync<DriverException>(() => RunAsync(host, Scripts(3)));

        exception.Message.ShouldContain("3 drivers in a row");
        host.Started.ShouldBe(3);
    }

    [Fact]
    public async Task ADriverThatBreaksTheProtocolIsReplaced()
    {
        var broken = false;
        var host = new ScriptedHost((id, _) =>
        {
            if (id == "start")
            {
                return Ready;
            }

            if (id.EndsWith('5') && !broken)
            {
                broken = true;
                return "garbage\n";
            }

            return Begun(id) + Done(id);
        });

        var results = await RunAsync(host, Scripts(10));

        results.Count.ShouldBe(10);
        results.ShouldAllBe(result => result.Ending.Outcome == ScriptOutcome.Ok);
        host.Started.ShouldBe(2);
    }

    private static string Begun(string id) => $"{{\"event\":\"started\",\"id\":\"{id}\"}}\n";

    private static string Done(string id) => $"{{\"event\":\"done\",\"id\":\"{id}\",\"outcome\":\"ok\"}}\n";

    private static string Failed(string id, bool retry) => $"{{\"event\":\"failed\",\"id\":\"{id}\",\"reason\":\"gone\",\"retry\":{(retry ? "true" : "false")}}}\n";

    private static List<ScriptRequest> Scripts(int count) => [.. Enumerable.Range(0, count).Select(index => new ScriptRequest($"{index:x16}", $"g/{index}.py"))];

    private static async Task<List<ScriptResult>> RunAsync(IScriptHost host, IReadOnlyList<ScriptRequest> scripts)
    {
        var settings = new DriverSettings { RunId = "run", Library = new LibraryFile { Name = "x" }, CorpusRoot = "/corpus", Workers = 2 };
        var observer = new Observer();
        await new ScriptPool(host, settings, observer, scripts).RunAsync(TestContext.Current.CancellationToken);
        return observer.Results;
    }

    private sealed class Observer : IRunObserver
    {
        public List<ScriptResult> Results { get; } = [];

        public Task OnReadyAsync(DriverReady ready, Func<string, IByteSource> openFile, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task OnFinishedAsync(ScriptResult result, CancellationToken cancellationToken)
        {
            Results.Add(result);
            return Task.CompletedTask;
        }

        public void OnNote(string message)
        {
            // Notes are for people.
        }
    }
}
