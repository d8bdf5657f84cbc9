using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace CovTools.Tests.Driver;

/// <summary>docs/driver-protocol.md, message by message.</summary>
public sealed class ProtocolTests
{
    private const string Work = "import counted\ncounted.work(3)\n";

    [Fact]
    public async Task HelloTellsWhereTheDriverRuns()
    {
        await using var driver = new DriverHarness();

        var hello = await driver.NextAsync("hello");

        hello.Number("protocol").ShouldBe(1);
        hello.Number("pid").ShouldBe(driver.ProcessId);
        hello.Text("machine").ShouldBe(System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "aarch64" : "x86_64");
        hello.Text("python").ShouldNotBeNullOrEmpty();
        hello.Text("system")!.ShouldStartWith("Linux"); // there when the message is a hello
    }

    [Fact]
    public async Task ReadyNamesTheModulesAndTheImport()
    {
        var (driver, ready) = await CountedLibrary.StartAsync(CountedLibrary.Start());
        await using var _ = driver;

        var module = ready.Fields["modules"]!.AsArray().ShouldHaveSingleItem()!.AsObject(); // ready has modules

        module["path"]!.GetValue<string>().ShouldBe(CountedLibrary.Shared);
        module["counters"]!.GetValue<long>().ShouldBeGreaterThan(100);
        ready.Number("threads").ShouldBe(1);
        ready.Fields["importSeconds"]!.GetValue<double>().ShouldBeInRange(0, 60);
    }

    [Theory]
    [InlineData("{\"op\":\"start\",\"protocol\":2,\"corpus\":\"/\"}\n", "protocol 2")]
    [InlineData("{\"op\":\"start\",\"protocol\":1,\"corpus\":\"/no/such/corpus\"}\n", "/no/such/corpus")]
    [InlineData("{\"op\":\"start\",\"protocol\":1,\"corpus\":\"relative\"}\n", "absolute")]
    [InlineData("{\"op\":\"start\",\"protocol\":1,\"corpus\":\"/\",\"workers\":\"two\"}\n", "workers")]
    [InlineData("{\"op\":\"start\",\"protocol\":1,\"corpus\":\"/\",\"timeout\":-1}\n", "timeout")]
    [InlineData("{\"op\":\"start\",\"protocol\":1,\"corpus\":\"/\",\"isolation\":\"none\"}\n", "isolation")]
    [InlineData("{\"op\":\"start\",\"protocol\":1,\"corpus\":\"/\",\"environment\":{\"A=B\":\"\"}}\n", "environment")]
    [InlineData("{\"op\":\"run\",\"id\":\"1\",\"path\":\"a.py\"}\n", "before start")]
    [InlineData("{\"op\":\"dance\"}\n", "dance")]
    [InlineData("{\"op\":\n", "not JSON")]
    [InlineData("[]\n", "object")]
    [InlineData("\u0000\u0001\n", "not JSON")]
    public async Task AMessageThatIsWrongIsFatalAndSaysWhy(string message, string reason)
    {
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync(message);

        (await driver.NextAsync("fatal")).Text("reason")!.ShouldContain(reason); // fatal has a reason
        (await driver.ExitAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task APayloadFromTheToolIsSkipped()
    {
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync("{\"op\":\"read\",\"request\":1,\"path\":\"/no/1\",\"payload\":5}\n\n{\n}\n{\"op\":\"read\",\"request\":2,\"path\":\"/no/2\"}\n");

        (await driver.NextAsync("error")).Number("request").ShouldBe(1);
        (await driver.NextAsync("error")).Number("request").ShouldBe(2);
    }

    [Fact]
    public async Task ReadGivesTheBytesThatWereAskedFor()
    {
        var content = RandomNumberGenerator.GetBytes(5_000_000);
        var file = Path.Combine(CountedLibrary.NewCorpus(), "binary");
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync(Read(1, file, 0, 10_000_000));
        await driver.SendAsync(Read(2, file, 4_999_990, 100));
        await driver.SendAsync(Read(3, file, 6_000_000, 1));

        var whole = await driver.NextAsync("data");
        whole.Number("total").ShouldBe(content.Length);
        whole.Payload.ShouldBe(content);
        (await driver.NextAsync("data")).Payload.ShouldBe(content[^10..]);
        (await driver.NextAsync("data")).Payload.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/no/such/file", 10, "No such file")]
    [InlineData("/", 10, "not a file")]
    [InlineData("relative", 10, "absolute")]
    [InlineData("/etc/passwd", 1L << 40, "at once")]
    public async Task ReadOfWhatCannotBeReadIsAnErrorWithTheReason(string path, long length, string reason)
    {
        await using var driver = new DriverHarness();
        await driver.NextAsync("hello");

        await driver.SendAsync(Read(7, path, 0, length));

        var error = await driver.NextAsync("error");
        error.Number("request").ShouldBe(7);
        error.Text("reason")!.ShouldContain(reason); // an error has a reason
    }

    [Fact]
    public async Task EveryScriptOfALongQueueEndsExactlyOnce()
    {
        const int Scripts = 300;
        var start = CountedLibrary.Start();
        start["corpus"] = CountedLibrary.NewCorpus(("a.py", Work));
        start["workers"] = 2;
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;
        var lines = new StringBuilder();
        for (var script = 0; script < Scripts; script++)
        {
            lines.Append("{\"op\":\"run\",\"id\":\"").Append(script).Append("\",\"path\":\"a.py\"}\n");
        }

        await driver.SendAsync(lines.ToString());
        var started = new List<string>();
        var done = new List<string>();
        var workers = new HashSet<long>();
        var counts = new HashSet<string>();
        while (done.Count < Scripts)
        {
            var message = await driver.NextAsync();
            if (message.Event == "started")
            {
                started.Add(message.Text("id")!); // a started message has an id
                workers.Add(message.Number("worker")!.Value); // and a worker
            }
            else
            {
                message.Outcome.ShouldBe("ok", message.ToString());
                done.Add(message.Text("id")!); // so has a done message
                counts.Add(Counts.Show(Counts.OfHits(message.Payload)));
            }
        }

        done.Distinct().Count().ShouldBe(Scripts);
        started.Count.ShouldBe(Scripts);
        started.Distinct().Count().ShouldBe(Scripts);
        workers.Count.ShouldBe(2);
        counts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task DoneTellsWhatRanAndWhatItCost()
    {
        const string Text = "import time\nheld = bytearray(50 << 20)\nend = time.process_time() + 0.2\nwhile time.process_time() < end: pass\ntime.sleep(0.2)\nprint('x' * 100)\n";
        var start = CountedLibrary.Start();
        start["corpus"] = CountedLibrary.NewCorpus(("a.py", Text));
        start["tail"] = 10;
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        var done = await driver.MeasureAsync("a.py");

        done.Text("sha256").ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text))));
        done.Fields["cpu"]!.GetValue<double>().ShouldBeInRange(0.2, 5); // done has all of these
        done.Fields["wall"]!.GetValue<double>().ShouldBeInRange(0.4, 30);
        done.Number("peak")!.Value.ShouldBeInRange(50 << 20, 1 << 30);
        done.Number("output").ShouldBe(101);
        done.Tail.ShouldBe("xxxxxxxxx\n");
        done.Number("exit").ShouldBe(0);
        done.Number("signal").ShouldBeNull();
    }

    [Fact]
    public async Task NamesAreInjectedAndPatternsTellMemoryFromOtherExceptions()
    {
        var start = CountedLibrary.Start();
        start["inject"] = new JsonObject { ["lib"] = "counted", ["js"] = "json" };
        start["outOfMemory"] = new JsonArray("^RuntimeError: .*alloc");
        start["corpus"] = CountedLibrary.NewCorpus(
            ("names.py", "lib.work(3)\njs.dumps(1)\n"),
            ("memory.py", "raise RuntimeError('could not allocate')"),
            ("other.py", "raise RuntimeError('could not')"));
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        (await driver.MeasureAsync("names.py")).Outcome.ShouldBe("ok");
        (await driver.MeasureAsync("memory.py")).Outcome.ShouldBe("memory");
        (await driver.MeasureAsync("other.py")).Outcome.ShouldBe("exception");
    }

    [Theory]
    [InlineData("gone.py", "No such file")]
    [InlineData("../outside.py", "not one inside the corpus")]
    [InlineData("a/../../outside.py", "not one inside the corpus")]
    [InlineData("/etc/passwd", "not one inside the corpus")]
    [InlineData("", "not one inside the corpus")]
    [InlineData("folder", "not a file")]
    [InlineData("pipe", "not a file")]
    [InlineData("loop", "symbolic link")]
    public async Task AScriptThatCannotBeReadFailsForGood(string path, string reason)
    {
        var start = CountedLibrary.Start();
        var corpus = CountedLibrary.NewCorpus(("a.py", Work));
        start["corpus"] = corpus;
        Directory.CreateDirectory(Path.Combine(corpus, "folder"));
        File.CreateSymbolicLink(Path.Combine(corpus, "loop"), "loop");
        Runtime.NativeTools.Succeed("/usr/bin/mkfifo", [Path.Combine(corpus, "pipe")]);
        var (driver, _) = await CountedLibrary.StartAsync(start);
        await using var __ = driver;

        await driver.RunAsync("1", path);

        var failed = await driver.NextAsync("failed");
        failed.Text("id").ShouldBe("1");
        failed.Flag("retry").ShouldBeFalse();
        failed.Text("reason")!.ShouldContain(reason); // failed has a reason
        (await driver.MeasureAsync("a.py")).Outcome.ShouldBe("ok");
    }

    private static JsonObject Read(int request, string path, long offset, long length) =>
        new() { ["op"] = "read", ["request"] = request, ["path"] = path, ["offset"] = offset, ["length"] = length };
}
