namespace CovTools.MSBuild.Tests;

/// <summary>Corpora that a target collects.</summary>
public sealed class CollectTests : IDisposable
{
    private const string ContainerImage = "covtools/tinytensor";

    private readonly Consumer _consumer;

    public CollectTests(PackedPackages packages)
    {
        Components.RequireTinytensor();
        _consumer = new Consumer(packages);
        File.WriteAllText(
            _consumer["library.json"],
            $$"""
            { "schema": 1, "name": "tinytensor", "modules": ["tinytensor"], "inject": { "tt": "tinytensor" }, "pythonPath": ["{{Repository.At("samples/tinytensor/build")}}"] }
            """);
        Script("one/g/a.py", "tt.ones(1)");
        Script("one/g/b.py", "tt.sort(tt.array([2.0, 1.0]))");
        Script("two/g/a.py", "tt.ones((2, 2)) @ tt.ones((2, 2))");
    }

    public void Dispose() => _consumer.Dispose();

    [Fact]
    public void OnlyTheCorpusThatChangedIsCollectedAndOnlyItsNewScriptRuns()
    {
        Write("""<CovCorpus Include="one" Baseline="one" /><CovCorpus Include="two" Baseline="two" />""");

        var first = _consumer.Target("CovReport").Succeeds();
        var second = _consumer.Target("CovReport").Succeeds();
        Script("one/g/c.py", "tt.zeros(3)");
        var third = _consumer.Target("CovReport").Succeeds();
        File.Delete(_consumer["one/g/c.py"]);
        var fourth = _consumer.Target("CovReport").Succeeds();

        first.Output.ShouldContain("running 2 of 2 scripts");
        first.Output.ShouldContain("running 1 of 1 scripts");
        second.Ran("CollectCoverage").ShouldBeFalse();
        second.Ran("MergeProfiles").ShouldBeFalse();
        third.Output.ShouldContain("running 1 of 3 scripts");
        third.Output.ShouldNotContain("of 1 scripts");
        third.Ran("ReportCoverage").ShouldBeTrue();
        fourth.Output.ShouldContain("all 2 scripts have a result already");
    }

    [Fact]
    public void TheReportHasTheNumbersThatLlvmGivesForTheProfileOfTheRun()
    {
        Write("""<CovCorpus Include="one" Baseline="one" />""");

        _consumer.Target("CovReport", "-p:CovToolsLlvm=19").Succeeds();

        var runs = _consumer["bin/coverage/Debug/app.net10.0.runs"];
        var modules = Directory.EnumerateFiles(Path.Combine(runs, "one/run/modules"), "object.o", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        modules.Count.ShouldBe(2);
        var llvm = Command.Run("/", "llvm-cov-19", ["export", "-summary-only", modules[0], "-object", modules[1], $"-instr-profile={runs}/profdata/one/cumulative.profdata"]).Succeeds();
        File.ReadAllText(_consumer["coverage.json"]).ShouldBe(llvm.Output.Split('\n').Single(static line => line.StartsWith('{')));
    }

    [Fact]
    public void ACleanKeepsWhatWasCollectedUnlessItIsToldNotTo()
    {
        Write("""<CovCorpus Include="one" Baseline="one" />""");
        _consumer.Target("CovReport").Succeeds();

        _consumer.Target("Clean").Succeeds();
        var kept = _consumer.Target("CovReport").Succeeds();
        _consumer.Target("Clean", "-p:CovToolsCleanRuns=true").Succeeds();
        var anew = _consumer.Target("CovReport").Succeeds();

        kept.Output.ShouldNotContain("running ");
        File.Exists(_consumer["coverage.json"]).ShouldBeTrue();
        anew.Output.ShouldContain("running 2 of 2 scripts");
    }

    [Theory]
    [InlineData("""<CovCorpus Include="none" Baseline="b" />""", "COV1005", "there is no such folder")]
    [InlineData("""<CovCorpus Include="one" />""", "COV1001", "the metadata Baseline is needed")]
    [InlineData("""<CovCorpus Include="one" Baseline="b" Host="moon" />""", "COV1001", "Host='moon' is none of local, docker")]
    [InlineData("""<CovCorpus Include="one" Baseline="b" Jobs="0" />""", "COV1001", "Jobs='0' is not a number from 1 on")]
    [InlineData("""<CovCorpus Include="one" Baseline="b" Library="other" />""", "COV1001", "is no CovLibrary item")]
    [InlineData("""<CovCorpus Include="one" Baseline="b" Pattern="**/*.txt" />""", "COV1001", "no scripts found")]
    public void CorporaThatCannotBeAreTold(string item, string code, string reason)
    {
        Write(item);

        _consumer.Target("CovReport").Fails().Of(code).ShouldHaveSingleItem().ShouldContain(reason);
    }

    [Fact]
    public void ALibraryThatCannotBeImportedIsTold()
    {
        File.WriteAllText(_consumer["library.json"], """{ "schema": 1, "name": "x", "modules": ["no_such_module"] }""");
        Write("""<CovCorpus Include="one" Baseline="b" />""");

        _consumer.Target("CovReport").Fails().Of("COV1008").ShouldNotBeEmpty();
    }

    [Fact]
    public void BucketsAreShownAndMade()
    {
        _consumer.Project(
            """
            <ItemGroup>
              <Scripts Include="one" TimeFrom="name:([ab])" />
            </ItemGroup>
            <Target Name="Show">
              <BucketCorpus Corpus="two" Materialize="$(MSBuildProjectDirectory)/buckets">
                <Output TaskParameter="Buckets" ItemName="Bucket" />
                <Output TaskParameter="Found" PropertyName="Found" />
              </BucketCorpus>
              <Message Importance="high" Text="found $(Found): @(Bucket->'%(Identity) has %(Scripts), from %(Start) to %(End)')" />
            </Target>
            <Target Name="Wrong">
              <BucketCorpus Corpus="@(Scripts)" />
            </Target>
            """);

        _consumer.Target("Show").Succeeds().Output.ShouldContain("found 1: 0-60 has 1, from 0 to 60");
        File.Exists(_consumer["buckets/0-60/g/a.py"]).ShouldBeTrue();
        _consumer.Target("Wrong").Fails().Of("COV1001").ShouldHaveSingleItem();
    }

    [Fact]
    [Trait("Needs", "docker")]
    public void CtrlCLeavesNoContainerAndARunThatTheNextBuildContinues()
    {
        const int Scripts = 24;
        Components.RequireImage(ContainerImage);
        for (var i = 0; i < Scripts; i++)
        {
            Script($"slow/g/{i}.py", "import time\ntt.ones(1)\ntime.sleep(1)");
        }

        _consumer.Project(
            $"""
            <ItemGroup>
              <CovLibrary Include="tinytensor" />
              <CovCorpus Include="slow" Baseline="slow" Host="docker" Image="{ContainerImage}" Jobs="2" />
              <CovReportFile Include="coverage.txt" />
            </ItemGroup>
            """);
        _consumer.Dotnet("restore", "app.csproj", "-v", "q").Succeeds();
        var journal = _consumer["bin/coverage/Debug/app.net10.0.runs/slow/run/shards/0/journal.jsonl"];
        var (build, output) = _consumer.Start("env", "--default-signal=INT", "dotnet", "msbuild", "app.csproj", "-t:CovReport", "-nodeReuse:false");
        using (build)
        {
            SpinWait.SpinUntil(() => Lines(journal) >= 2 || build.HasExited, TimeSpan.FromMinutes(2)).ShouldBeTrue(output.Text);
            build.HasExited.ShouldBeFalse(output.Text);
            ContainersOf(build.Id).ShouldNotBeEmpty();
            Command.Run("/", "kill", ["-INT", $"{build.Id}"]).Succeeds();

            Command.Finish(build, output).Fails().Of("COV0003").ShouldHaveSingleItem();
            ContainersOf(build.Id).ShouldBeEmpty();
        }

        var finished = Lines(journal);
        finished.ShouldBeLessThan(Scripts);
        File.Exists(_consumer["coverage.txt"]).ShouldBeFalse();

        var next = _consumer.Target("CovReport").Succeeds();

        next.Output.ShouldMatch($"running ({Scripts - finished}|{Scripts - finished + 1}|{Scripts - finished + 2}) of {Scripts} scripts");
        next.Output.ShouldContain($"{Scripts} scripts found = {Scripts} ok");
    }

    private static List<string> ContainersOf(int process) =>
        [.. Command.Run("/", "docker", ["ps", "-aq", "--filter", $"label=covtools.pid={process}"]).Succeeds().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static int Lines(string path) => File.Exists(path) ? File.ReadAllText(path).Count(static character => character == '\n') : 0;

    private void Script(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_consumer[path])!);
        File.WriteAllText(_consumer[path], text + "\n");
    }

    private void Write(string corpora) => _consumer.Project(
        $"""
        <ItemGroup>
          <CovLibrary Include="library.json" />
          {corpora}
          <CovReportFile Include="coverage.json" Format="llvm-json" SummaryOnly="true" />
        </ItemGroup>
        """);
}
