using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>Capture without libcovrt: the files of LLVM's own runtime.</summary>
public sealed class ProfrawTests
{
    [Fact]
    public async Task ScriptsThatEndNormallyHaveTheProfilesOfPlainPython()
    {
        var (driver, ready) = await CountedLibrary.StartAsync(Start(""));
        await using var __ = driver;

        var done = await driver.MeasureAsync("ok.py");

        ready.Text("capture").ShouldBe("profraw");
        ready.Text("isolation").ShouldBe("process");
        ready.Text("reason")!.ShouldContain("no libcovrt"); // ready has a reason
        ready.Fields["modules"]!.AsArray().ShouldHaveSingleItem()!["path"]!.GetValue<string>().ShouldBe(CountedLibrary.Shared); // and modules
        var floor = Counts.OfRawPayload(ready.Payload);
        Counts.Show(floor).ShouldBe(Counts.Show(PlainPython.Floor));
        done.Flag("lost").ShouldBeFalse();
        var expected = PlainPython.Run(Path.Combine(CountedLibrary.Scripts, "ok.py")).Counts;
        Counts.Show(Counts.Difference(Counts.OfRawPayload(done.Payload), floor)).ShouldBe(Counts.Show(expected));
    }

    [Theory]
    [InlineData("segv.py", "SIGSEGV")]
    [InlineData("kill_self.py", "SIGKILL")]
    [InlineData("exit_os.py", "without running its exit handlers")]
    public async Task WhatTheRuntimeDidNotWriteIsReportedAsLost(string script, string reason)
    {
        var (driver, _) = await CountedLibrary.StartAsync(Start(""));
        await using var __ = driver;

        var done = await driver.MeasureAsync(script);

        done.Flag("lost").ShouldBeTrue(done.ToString());
        done.Text("lostReason")!.ShouldContain(reason); // lost comes with it
        done.Payload.ShouldBeEmpty();
        (await driver.MeasureAsync("ok.py")).Flag("lost").ShouldBeFalse();
    }

    [Theory]
    [InlineData("exception.py", "exception", 1)]
    [InlineData("exit_seven.py", "exit", 7)]
    [InlineData("exit_text.py", "exit", 1)]
    [InlineData("keyboard_interrupt.py", "exception", 130)]
    [InlineData("atexit_runs.py", "ok", 0)]
    [InlineData("stdout_descriptor_closed.py", "exit", 120)]
    public async Task OtherEndsAreThoseOfPython(string script, string outcome, int exit)
    {
        var (driver, _) = await CountedLibrary.StartAsync(Start(""));
        await using var __ = driver;

        var done = await driver.MeasureAsync(script);

        done.Outcome.ShouldBe(outcome, done.ToString());
        done.Number("exit").ShouldBe(exit);
        done.Flag("lost").ShouldBeFalse(done.ToString());
        Counts.OfRawPayload(done.Payload).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task ALibraryThatCannotBePreloadedFallsBackAndSaysSo()
    {
        var broken = Path.Combine(CountedLibrary.NewCorpus(("libcovrt.so", "not an ELF file")), "libcovrt.so");
        var (driver, ready) = await CountedLibrary.StartAsync(Start(broken));
        await using var __ = driver;

        ready.Text("capture").ShouldBe("profraw");
        ready.Text("reason")!.ShouldContain("libcovrt cannot be loaded"); // ready has a reason
        (await driver.MeasureAsync("ok.py")).Outcome.ShouldBe("ok");
    }

    [Fact]
    public async Task MemoryCaptureWithoutTheLibraryIsFatal()
    {
        var start = Start("/no/such/libcovrt.so");
        start["capture"] = "memory";
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync(start);

        (await driver.NextAsync("fatal")).Text("reason")!.ShouldContain("libcovrt"); // fatal has a reason
    }

    private static System.Text.Json.Nodes.JsonObject Start(string libcovrt)
    {
        var start = CountedLibrary.Start("auto");
        start["libcovrt"] = libcovrt;
        start["capture"] = "auto";
        return start;
    }
}
