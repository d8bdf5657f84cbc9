using System.Text.Json.Nodes;

namespace CovTools.Tests.Driver;

/// <summary>Scripts that attack their worker, and workers that cannot start.</summary>
public sealed class WorkerDeathTests
{
    private const string Work = "import counted\ncounted.work(3)\n";

    [Theory]
    [InlineData("fork", "SIGKILL")]
    [InlineData("fork", "SIGTERM")]
    [InlineData("fork", "SIGINT")]
    [InlineData("process", "SIGKILL")]
    public async Task AKilledWorkerIsReplacedAndOnlyItsScriptFails(string isolation, string signal)
    {
        var start = CountedLibrary.Start(isolation);
        start["corpus"] = CountedLibrary.NewCorpus(
            ("a.py", Work),
            ("kill.py", $"import os, signal, time\nos.kill(os.getppid(), signal.{signal})\ntime.sleep(60)\n"));
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        for (var script = 0; script < 12; script++)
        {
            await driver.RunAsync($"{script}", script == 3 ? "kill.py" : "a.py");
        }

        for (var script = 0; script < 12; script++)
        {
            var message = await driver.ResultAsync();
            message.Text("id").ShouldBe($"{script}");
            message.Event.ShouldBe(script == 3 ? "failed" : "done", message.ToString());
            if (script == 3)
            {
                message.Flag("retry").ShouldBeTrue();
            }
            else
            {
                message.Outcome.ShouldBe("ok");
                Counts.OfHits(message.Payload).ShouldNotBeEmpty();
            }
        }

        driver.Notes.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task AStoppedWorkerIsReplaced()
    {
        var start = CountedLibrary.Start();
        start["timeout"] = 1;
        start["corpus"] = CountedLibrary.NewCorpus(("a.py", Work), ("stop.py", "import os, signal\nos.kill(os.getppid(), signal.SIGSTOP)\n"));
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        var failed = await driver.MeasureAsync("stop.py");

        failed.Event.ShouldBe("failed", failed.ToString());
        failed.Flag("retry").ShouldBeTrue();
        (await driver.MeasureAsync("a.py")).Outcome.ShouldBe("ok");
    }

    [Theory]
    [InlineData("fork", "raise ValueError('this cannot be imported')", "the import failed: ValueError: this cannot be imported", "bad.py")]
    [InlineData("process", "raise ValueError('this cannot be imported')", "the import failed: ValueError: this cannot be imported", "bad.py")]
    [InlineData("fork", "import sys; sys.exit('leaving')", "SystemExit: leaving", "")]
    [InlineData("fork", "print('dying', flush=True); import os; os.abort()", "ended by signal 6 during its start, 5 times", "dying")]
    [InlineData("process", "print('dying', flush=True); import os; os.abort()", "ended by signal 6 during the imports", "dying")]
    [InlineData("fork", "import threading, time; threading.Thread(target=time.sleep, args=(600,), daemon=True).start()", "scripts cannot be forked", "")]
    [InlineData("process", "import time; time.sleep(600)", "the imports took longer than 1.5 seconds", "")]
    public async Task AnImportThatFailsIsFatalWithItsOutput(string isolation, string module, string reason, string output)
    {
        var start = CountedLibrary.Start(isolation);
        start["pythonPath"] = new JsonArray(CountedLibrary.NewCorpus(("bad.py", module)));
        start["modules"] = new JsonArray("bad");
        start["startTimeout"] = 1.5;
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync(start);

        var fatal = await driver.NextAsync("fatal");
        fatal.Text("reason")!.ShouldContain(reason); // fatal has both
        fatal.Text("output")!.ShouldContain(output);
        (await driver.ExitAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task AModuleThatIsNotThereIsFatal()
    {
        var start = CountedLibrary.Start();
        start["modules"] = new JsonArray("no_such_module_anywhere");
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync(start);

        (await driver.NextAsync("fatal")).Text("reason")!.ShouldContain("no_such_module_anywhere"); // fatal has a reason
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task ALibraryWithThreadsGetsFreshProcesses(int workers)
    {
        var start = CountedLibrary.Start("auto");
        start["workers"] = workers;
        start["pythonPath"] = new JsonArray(
            CountedLibrary.NewCorpus(("threaded.py", "import threading, time\nthreading.Thread(target=time.sleep, args=(600,), daemon=True).start()\n")),
            CountedLibrary.Folder);
        start["modules"] = new JsonArray("counted", "threaded");
        var (driver, ready) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        ready.Text("isolation").ShouldBe("process");
        ready.Text("capture").ShouldBe("memory");
        ready.Text("reason")!.ShouldContain("2 threads"); // ready has a reason
        ready.Number("threads").ShouldBe(2);
        var expected = Counts.Show(PlainPython.Run(Path.Combine(CountedLibrary.Scripts, "ok.py")).Counts);
        for (var script = 0; script < 2 * workers; script++)
        {
            await driver.RunAsync($"{script}", "ok.py");
        }

        for (var script = 0; script < 2 * workers; script++)
        {
            var done = await driver.ResultAsync();
            done.Outcome.ShouldBe("ok");
            Counts.Show(Counts.OfHits(done.Payload)).ShouldBe(expected);
        }

        driver.Notes.ShouldBeEmpty();
    }
}
