using System.Text.Json.Nodes;
using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>Whatever ends the driver: no process and no file of it is left.</summary>
public sealed class CleanupTests
{
    private const string Daemon = """
        import os, subprocess, sys, time
        name = sys.argv[0] + ".daemon"
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                os.execvp("sleep", [name, "600"])
            os._exit(0)
        os.wait()
        open("litter", "w").close()
        print("running", flush=True)
        time.sleep(600)
        """;

    [Theory]
    [InlineData("end of input")]
    [InlineData("exit")]
    [InlineData("SIGTERM")]
    [InlineData("SIGINT")]
    [InlineData("SIGKILL")]
    public async Task NothingIsLeftAfterTheDriversEnd(string end)
    {
        var scratch = TestFolders.Create("scratch");
        var corpus = CountedLibrary.NewCorpus(("a.py", Daemon));
        var start = CountedLibrary.Start();
        start["corpus"] = corpus;
        start["scratch"] = scratch;
        start["workers"] = 2;
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;
        await driver.RunAsync("1", "a.py");
        await driver.RunAsync("2", "a.py");
        await WaitUntil(() => Processes(corpus).Length >= 2 && Litter(scratch) == 2, () => $"the scripts run: {Processes(corpus)}");

        await EndAsync(driver, end);

        await driver.ExitAsync();
        await WaitUntil(() => Processes(corpus).Length == 0, () => "left over: " + Processes(corpus));
        await WaitUntil(() => Processes(scratch).Length == 0, () => "left over: " + Processes(scratch));
        await WaitUntil(() => Directory.GetFileSystemEntries(scratch).Length == 0, () => "left over: " + string.Join(' ', Directory.GetFileSystemEntries(scratch)));
    }

    [Fact]
    public async Task NothingIsLeftAfterScripts()
    {
        var scratch = TestFolders.Create("scratch");
        var start = CountedLibrary.Start();
        start["scratch"] = scratch;
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        (await driver.MeasureAsync("litters_scratch.py")).Outcome.ShouldBe("ok");
        (await driver.MeasureAsync("memory.py")).Outcome.ShouldBe("memory");

        // The worker's own directory, in its own, in the driver's. A script's is removed after its ending was told.
        var worker = Directory.GetDirectories(Directory.GetDirectories(scratch).ShouldHaveSingleItem()).ShouldHaveSingleItem();
        await WaitUntil(() => Directory.GetDirectories(worker).Length == 1, () => "left over: " + string.Join(' ', Directory.GetDirectories(worker)));
        driver.Notes.ShouldBeEmpty();
    }

    private static async Task EndAsync(DriverHarness driver, string end)
    {
        switch (end)
        {
            case "end of input":
                driver.CloseInput();
                break;
            case "exit":
                await driver.SendAsync(new JsonObject { ["op"] = "exit" });
                break;
            default:
                NativeTools.Succeed("/bin/kill", ["-" + end[3..], driver.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
                break;
        }
    }

    private static int Litter(string scratch) => Directory.GetFiles(scratch, "litter", SearchOption.AllDirectories).Length;

    /// <summary>Processes with this text in their command line or in the environment that they were started with.</summary>
    private static string[] Processes(string text) =>
        [.. Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out var pid) && pid != Environment.ProcessId)
            .Where(path => Content(path + "/cmdline").Contains(text, StringComparison.Ordinal) || Content(path + "/environ").Contains(text, StringComparison.Ordinal))
            .Select(path => Content(path + "/cmdline").Replace('\0', ' '))];

    private static string Content(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return ""; // the process ended meanwhile
        }
    }

    private static async Task WaitUntil(Func<bool> condition, Func<string> what)
    {
        for (var attempt = 0; !condition(); attempt++)
        {
            attempt.ShouldBeLessThan(300, what());
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
