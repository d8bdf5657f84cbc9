using System.Text.Json.Nodes;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>A command template: any program, an input per process.</summary>
public sealed class CommandTests
{
    [Fact]
    public async Task TheHitsAreThoseOfTheWholeProcess()
    {
        var (driver, ready) = await CountedLibrary.StartAsync(Start(DriverHarness.Python, "{script}"));
        await using var __ = driver;

        var done = await driver.MeasureAsync("ok.py");

        ready.Text("isolation").ShouldBe("process");
        ready.Payload.ShouldBeEmpty();
        done.Outcome.ShouldBe("ok", done.ToString());
        done.Text("sha256").ShouldBeNull();
        var script = PlainPython.Run(Path.Combine(CountedLibrary.Scripts, "ok.py")).Counts;
        Counts.Show(Counts.Difference(Counts.OfHits(done.Payload), PlainPython.Floor)).ShouldBe(Counts.Show(script));
    }

    [Theory]
    [InlineData("exit_seven.py", "exit", 7, null)]
    [InlineData("exception.py", "exit", 1, null)]
    [InlineData("segv.py", "signal", null, 11)]
    [InlineData("kill_self.py", "signal", null, 9)]
    [InlineData("loop.py", "timeout", null, 9)]
    [InlineData("daemon.py", "ok", 0, null)]
    public async Task TheOutcomeComesFromTheExitCodeOrSignal(string script, string outcome, int? exit, int? signal)
    {
        var start = Start(DriverHarness.Python, "{script}");
        start["timeout"] = outcome == "timeout" ? 2 : 60;
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        var done = await driver.MeasureAsync(script);

        done.Outcome.ShouldBe(outcome, done.ToString());
        done.Number("exit").ShouldBe(exit);
        done.Number("signal").ShouldBe(signal);
        Counts.OfHits(done.Payload).ShouldNotBeEmpty();
        (await driver.MeasureAsync("ok.py")).Outcome.ShouldBe("ok");
    }

    [Fact]
    public async Task AProgramBesideTheCorpusIsFoundAndGetsItsInput()
    {
        var corpus = CountedLibrary.NewCorpus(("harness", "#!/bin/sh\necho \"$1\" \"$(cat \"$2\")\"\npwd\n"), ("input", "some bytes"));
        NativeTools.Succeed("/bin/chmod", ["+x", Path.Combine(corpus, "harness")]);
        var start = Start("./harness", "-file={script}", "{script}");
        start["corpus"] = corpus;
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        var done = await driver.MeasureAsync("input");

        done.Outcome.ShouldBe("ok", done.ToString());
        done.Tail.ShouldStartWith($"-file={corpus}/input some bytes\n");
        done.Tail.ShouldNotContain(corpus + "\n");
        (await driver.MeasureAsync("gone")).Event.ShouldBe("failed");
    }

    [Fact]
    public async Task ACommandThatDoesNotExistIsFatal()
    {
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync(Start("no-such-program-anywhere"));

        (await driver.NextAsync("fatal")).Text("reason")!.ShouldContain("no-such-program-anywhere"); // fatal has a reason
    }

    private static JsonObject Start(params string[] command)
    {
        var start = CountedLibrary.Start("auto");
        start["modules"] = new JsonArray();
        start["command"] = new JsonArray([.. command.Select(item => JsonValue.Create(item))]);
        start["environment"]!.AsObject()["PYTHONPATH"] = CountedLibrary.Folder; // the start message has an environment
        start["environment"]!.AsObject()["PYTHONDONTWRITEBYTECODE"] = "1";
        return start;
    }
}
