using CovTools.Tests.Runtime;

namespace CovTools.Tests.Driver;

/// <summary>Every kind of script, in a fork of the zygote and in a fresh process: how it ends, what it covers, and that the next one does not notice.</summary>
public sealed class ScriptTests(DriverPair pair) : IClassFixture<DriverPair>
{
    private const string Probe = "ok.py";
    private static readonly Lazy<string> s_probe = new(() => Counts.Show(PlainPython.Run(Path.Combine(CountedLibrary.Scripts, Probe)).Counts));

    public static TheoryData<string> Scripts => [.. Directory.GetFiles(CountedLibrary.Scripts, "*.py").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task EndsAsExpectedWithTheCountersOfAFreshProcess(string script)
    {
        var file = Path.Combine(CountedLibrary.Scripts, script);
        var expectation = new ScriptExpectation(file);
        var timesOut = expectation.Outcome == "timeout";

        var counts = new Dictionary<string, SortedDictionary<int, long>>();
        foreach (var isolation in new[] { "fork", "process" })
        {
            var driver = pair.Get(isolation, timesOut);
            var message = await driver.MeasureAsync(script);
            expectation.Check(message);
            counts[isolation] = Counts.OfHits(message.Payload);
            await CheckNextScript(driver);
            CheckGone(expectation.Gone);
        }

        CheckCounts(expectation, counts["fork"], counts["process"]);
        if (expectation.HasReference)
        {
            var reference = PlainPython.Run(file);
            Counts.Show(counts["fork"]).ShouldBe(Counts.Show(reference.Counts));
            reference.Exit.ShouldBe(expectation.Outcome switch { "ok" => 0, "exception" => 1, _ => reference.Exit });
        }
    }

    [Fact]
    public void TheFloorIsWhatLlvmsRuntimeWritesForAnImport()
    {
        var reference = Counts.Show(PlainPython.Floor);

        reference.ShouldNotBeEmpty();
        pair.Floors.Values.Select(Counts.Show).ShouldAllBe(floor => floor == reference);
    }

    private static async Task CheckNextScript(DriverHarness driver)
    {
        var message = await driver.MeasureAsync(Probe);
        message.Outcome.ShouldBe("ok", message.ToString());
        message.Tail.ShouldBe("sum 8\n");
        Counts.Show(Counts.OfHits(message.Payload)).ShouldBe(s_probe.Value);
    }

    private static void CheckCounts(ScriptExpectation expectation, SortedDictionary<int, long> fork, SortedDictionary<int, long> process)
    {
        switch (expectation.Hits)
        {
            case "none":
                fork.ShouldBeEmpty();
                process.ShouldBeEmpty();
                break;
            case "similar":
                fork.ShouldNotBeEmpty();
                fork.Keys.ShouldBe(process.Keys);
                break;
            default:
                fork.ShouldNotBeEmpty();
                Counts.Show(fork).ShouldBe(Counts.Show(process));
                break;
        }
    }

    private static void CheckGone(string? name)
    {
        if (name is not null)
        {
            NativeTools.Run(NativeTools.Require("pgrep"), ["-f", name]).Output.ShouldBeEmpty();
        }
    }
}
