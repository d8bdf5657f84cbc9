using System.Globalization;
using System.Text.Json;

namespace CovTools.Cli.Tests;

/// <summary>A run of the whole sample corpus on this machine. LLVM's tools are the oracle of every number.</summary>
public sealed class RunTests(LocalRun run)
{
    private string Store => run.Workspace.Store;

    [Fact]
    public async Task EveryScriptEndsAsItSays()
    {
        (await run.ResultAsync()).WithExitCode(0);

        var endings = StoredRun.Read(Store).Endings;

        var wrong = run.Corpus.Scripts()
            .Select(path => (path, expected: TinytensorCorpus.Expectation(Path.Combine(run.Corpus.Path, path)), actual: endings.GetValueOrDefault(path)))
            .Where(script => script.expected != script.actual)
            .Select(script => $"{script.path}: {script.actual}, expected {script.expected}");
        wrong.ShouldBeEmpty();
        endings.Count.ShouldBe(run.Corpus.Scripts().Count);
    }

    [Fact]
    public async Task TheLedgerCountsEveryEnding()
    {
        var result = (await run.ResultAsync()).WithExitCode(0).WithBalancedLedger();

        var expected = run.Corpus.Scripts()
            .CountBy(path => TinytensorCorpus.Expectation(Path.Combine(run.Corpus.Path, path)).Split(':')[0])
            .ToDictionary();
        result.Ledger("found").ShouldBe(run.Corpus.Scripts().Count);
        foreach (var (outcome, count) in expected)
        {
            result.Ledger(outcome).ShouldBe(count, outcome);
        }

        result.Ledger("coverageLost").ShouldBe(0);
        result.Ledger("infrastructure").ShouldBe(0);
        result.Ledger("leftOut").ShouldBe(0);
    }

    [Fact]
    public async Task TheDocumentHasTheDocumentedMembers()
    {
        var json = (await run.ResultAsync()).WithExitCode(0).Json;

        Members(json).ShouldBe(["schema", "ledger", "floor", "buckets", "paths", "interrupted", "failure"], ignoreOrder: true);
        json.GetProperty("schema").GetInt32().ShouldBe(1);
        Members(json.GetProperty("ledger")).ShouldBe(
            ["found", "ok", "exception", "exit", "signal", "timeout", "memory", "infrastructure", "leftOut", "leftOutReasons", "coverageLost", "failures"], ignoreOrder: true);
        RequirePoint(json.GetProperty("floor"), []);
        foreach (var bucket in json.GetProperty("buckets").EnumerateArray())
        {
            RequirePoint(bucket, ["label", "scripts", "profile", "coverage", "log"]);
        }

        Members(json.GetProperty("paths")).ShouldBe(["output", "store", "profiles", "cumulative"], ignoreOrder: true);
        json.GetProperty("interrupted").GetBoolean().ShouldBeFalse();
        json.GetProperty("failure").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task GrowthIsMonotoneAndStartsAboveTheFloor()
    {
        var json = (await run.ResultAsync()).WithExitCode(0).Json;

        var buckets = json.GetProperty("buckets").EnumerateArray().ToList();
        buckets.Select(bucket => bucket.GetProperty("label").GetString()).ShouldBe(["0-60", "60-120", "120-180"]);
        buckets.Sum(bucket => bucket.GetProperty("scripts").GetInt32()).ShouldBe(run.Corpus.Scripts().Count);
        foreach (var scope in new[] { "filtered", "whole" })
        {
            var points = buckets.Prepend(json.GetProperty("floor")).Select(point => LlvmTools.Totals(point.GetProperty(scope))).ToList();
            foreach (var (metric, first) in points[0])
            {
                first.Covered.ShouldBeGreaterThan(0, metric);
                points[1][metric].Covered.ShouldBeGreaterThan(first.Covered, metric);
                points.Select(point => point[metric].Covered).ShouldBeInOrder();
                points.ShouldAllBe(point => point[metric].Total == first.Total);
            }
        }
    }

    [Fact]
    public async Task LlvmReadsEveryProfileAndCountsTheSame()
    {
        var json = (await run.ResultAsync()).WithExitCode(0).Json;

        foreach (var bucket in json.GetProperty("buckets").EnumerateArray())
        {
            (await LlvmTools.ShowAsync(bucket.GetProperty("profile").GetString()!)).ShouldContain("Total functions: ");
        }

        var cumulative = json.GetProperty("paths").GetProperty("cumulative").GetString()!;
        var totals = await LlvmTools.TotalsAsync(cumulative, LlvmTools.TinytensorModules);
        LlvmTools.Totals(json.GetProperty("buckets").EnumerateArray().Last().GetProperty("whole")).ShouldBe(totals, ignoreOrder: true);
    }

    [Fact]
    public async Task MergingTheBucketsGivesTheCumulativeNumbersOfEachBucket()
    {
        var json = (await run.ResultAsync()).WithExitCode(0).Json;
        var merged = Path.Combine(run.Workspace.Root, "merged.profdata");
        var profiles = new List<string>();

        foreach (var bucket in json.GetProperty("buckets").EnumerateArray())
        {
            profiles.Add(bucket.GetProperty("profile").GetString()!);
            await LlvmTools.CaptureAsync(LlvmTools.Profdata, ["merge", "-o", merged, .. profiles]);

            (await LlvmTools.TotalsAsync(merged, LlvmTools.TinytensorModules))
                .ShouldBe(LlvmTools.Totals(bucket.GetProperty("whole")), ignoreOrder: true);
        }

        File.ReadAllBytes(json.GetProperty("paths").GetProperty("cumulative").GetString()!).ShouldBe(File.ReadAllBytes(merged));
    }

    [Fact]
    public async Task TheStoredObjectsStandForTheLibraries()
    {
        var json = (await run.ResultAsync()).WithExitCode(0).Json;
        var cumulative = json.GetProperty("paths").GetProperty("cumulative").GetString()!;

        var objects = Directory.GetFiles(Path.Combine(Store, "modules"), "object.o", SearchOption.AllDirectories);

        objects.Length.ShouldBe(2);
        (await LlvmTools.TotalsAsync(cumulative, objects)).ShouldBe(await LlvmTools.TotalsAsync(cumulative, LlvmTools.TinytensorModules), ignoreOrder: true);
    }

    [Fact]
    public async Task TheTablesAndLogsSayTheSame()
    {
        var result = (await run.ResultAsync()).WithExitCode(0);
        var endings = StoredRun.Read(Store).Endings;
        var logged = new List<string>();

        foreach (var bucket in result.Json.GetProperty("buckets").EnumerateArray())
        {
            RequireTotalLine(File.ReadLines(bucket.GetProperty("coverage").GetString()!).Last(), LlvmTools.Totals(bucket.GetProperty("whole")));
            var lines = File.ReadAllLines(bucket.GetProperty("log").GetString()!);
            lines[0].ShouldStartWith($"# {bucket.GetProperty("label").GetString()}: {bucket.GetProperty("scripts").GetInt32()} scripts");
            lines.Length.ShouldBe(1 + bucket.GetProperty("scripts").GetInt32());
            foreach (var fields in lines.Skip(1).Select(line => line.Split('\t')))
            {
                logged.Add(fields[3]);
                fields[0].Split(' ')[0].ShouldBe(endings[fields[3]].Split(':')[0], fields[3]);
            }
        }

        logged.Order(StringComparer.Ordinal).ShouldBe(run.Corpus.Scripts());
    }

    [Fact]
    public async Task NothingIsLeftRunning()
    {
        (await run.ResultAsync()).WithExitCode(0);

        await RunProcesses.RequireNoneAsync(StoredRun.Read(Store).RunId);
    }

    private static IEnumerable<string> Members(JsonElement element) => element.EnumerateObject().Select(member => member.Name);

    private static void RequirePoint(JsonElement point, string[] more)
    {
        Members(point).ShouldBe(["filtered", "whole", .. more], ignoreOrder: true);
        foreach (var scope in new[] { "filtered", "whole" })
        {
            Members(point.GetProperty(scope)).ShouldBe(["lines", "regions", "functions", "branches"], ignoreOrder: true);
            LlvmTools.Totals(point.GetProperty(scope)).Values.ShouldAllBe(metric => metric.Covered <= metric.Total && metric.Total > 0);
        }
    }

    /// <summary>The last line as llvm-cov report writes it: total and missed of regions, functions, lines, branches.</summary>
    private static void RequireTotalLine(string line, IReadOnlyDictionary<string, (long Covered, long Total)> totals)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        fields[0].ShouldBe("TOTAL");
        string[] order = ["regions", "functions", "lines", "branches"];
        for (var index = 0; index < order.Length; index++)
        {
            var total = long.Parse(fields[1 + (3 * index)], CultureInfo.InvariantCulture);
            var missed = long.Parse(fields[2 + (3 * index)], CultureInfo.InvariantCulture);
            (total - missed, total).ShouldBe(totals[order[index]], order[index]);
        }
    }
}
