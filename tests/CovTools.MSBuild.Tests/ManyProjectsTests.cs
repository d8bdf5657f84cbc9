namespace CovTools.MSBuild.Tests;

/// <summary>Several projects and frameworks at once, in every way that MSBuild has.</summary>
public sealed class ManyProjectsTests : IDisposable
{
    private readonly Consumer _consumer;
    private readonly NativePrograms _programs;

    public ManyProjectsTests(PackedPackages packages, NativePrograms programs)
    {
        _consumer = new Consumer(packages);
        _programs = programs;
        NativePrograms.Run(programs.Program(), _consumer["profiles/a.profraw"]);
    }

    public void Dispose() => _consumer.Dispose();

    [Theory]
    [InlineData("-m:2")]
    [InlineData("-m:2", "-mt")]
    public void ProjectsThatShareAFolderDoNotDisturbEachOther(params string[] how)
    {
        var names = Enumerable.Range(1, 6).Select(static number => $"p{number}").ToList();
        foreach (var name in names)
        {
            Write($"{name}/{name}", "");
        }

        var all = WriteAll(names);
        foreach (var name in names)
        {
            _consumer.Dotnet("restore", $"{name}/{name}.csproj", "-v", "q").Succeeds();
        }

        var result = _consumer.Dotnet(["msbuild", all, "-t:All", "-v:n", "-nodeReuse:false", .. how]).Succeeds();

        result.Of("MSB4062").ShouldBeEmpty();
        var tables = names.Select(name => File.ReadAllText(_consumer[$"shared/{name}.net10.0.txt"])).Distinct().ShouldHaveSingleItem();
        tables.ShouldContain("TOTAL");
    }

    [Fact]
    public void TwoProjectsThatWriteTheSameFileAreTold()
    {
        Write("p1/p1", """<CovReportFile Include="../same.txt" />""");
        Write("p2/p2", """<CovReportFile Include="../same.txt" />""");
        var all = WriteAll(["p1", "p2"]);
        _consumer.Dotnet("restore", "p1/p1.csproj", "-v", "q").Succeeds();
        _consumer.Dotnet("restore", "p2/p2.csproj", "-v", "q").Succeeds();

        var result = _consumer.Dotnet("msbuild", all, "-t:All", "-m:2", "-nodeReuse:false").Fails();

        result.Of("COV3002").ShouldHaveSingleItem().ShouldContain("names must differ");
        File.ReadAllText(_consumer["same.txt"]).ShouldContain("TOTAL");
    }

    [Fact]
    public void TwoBuildsOfAProjectAtOnceGiveTheSame()
    {
        Write("app", "");
        _consumer.Dotnet("restore", "app.csproj", "-v", "q").Succeeds();

        var (one, oneOutput) = _consumer.Start("dotnet", "msbuild", "app.csproj", "-t:CovReport", "-nodeReuse:false");
        var (other, otherOutput) = _consumer.Start("dotnet", "msbuild", "app.csproj", "-t:CovReport", "-nodeReuse:false");
        using (one)
        using (other)
        {
            Command.Finish(one, oneOutput).Succeeds();
            Command.Finish(other, otherOutput).Succeeds();
        }

        File.ReadAllText(_consumer["shared/app.net10.0.txt"]).ShouldContain("TOTAL");
    }

    [Fact]
    public void EveryFrameworkOfAProjectHasResultsOfItsOwn()
    {
        Write("app", "<CovThreshold Include=\"a\" Metric=\"line\" Minimum=\"10\" />", "net10.0;net10.0-windows");

        var result = _consumer.Target("CovReport;CovCheck", "-p:EnableWindowsTargeting=true").Succeeds();

        result.Output.ShouldContain("coverage passes");
        File.ReadAllText(_consumer["shared/app.net10.0.txt"]).ShouldBe(File.ReadAllText(_consumer["shared/app.net10.0-windows.txt"]));
        _consumer.Target("Clean", "-p:EnableWindowsTargeting=true").Succeeds();
        Directory.EnumerateFiles(_consumer["shared"]).ShouldBeEmpty();
    }

    [Fact]
    public void ATotalOfSeveralProjectsIsCheckedOnce()
    {
        NativePrograms.Run(_programs.Program(), _consumer["more/b.profraw"], arguments: 1);
        Write("one/one", "");
        Write("two/two", "", "net10.0;net10.0-windows", "more");
        _consumer.Project(
            """
            <ItemGroup>
              <CovProject Include="../one/one.csproj;../two/two.csproj" />
              <CovReportFile Include="total.csv" Format="csv" />
              <CovThreshold Include="a" Metric="branch" Minimum="70" />
            </ItemGroup>
            """,
            "total/total");
        foreach (var name in new[] { "one", "two", "total" })
        {
            _consumer.Dotnet("restore", $"{name}/{name}.csproj", "-v", "q").Succeeds();
        }

        var result = _consumer.Dotnet("msbuild", "total/total.csproj", "-t:CovReport;CovCheck", "-m:2", "-nodeReuse:false", "-p:EnableWindowsTargeting=true").Succeeds();

        result.Output.ShouldContain("coverage passes: 1 thresholds");
        File.ReadLines(_consumer["total/total.csv"]).Count(static line => line.Contains("sign.c", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public void TheTargetsReturnTheirResults()
    {
        Write("app", "");
        File.WriteAllText(
            _consumer["ask.proj"],
            """
            <Project>
              <Target Name="Ask">
                <MSBuild Projects="app.csproj" Targets="CovMerge"><Output TaskParameter="TargetOutputs" ItemName="Merged" /></MSBuild>
                <MSBuild Projects="app.csproj" Targets="CovReport"><Output TaskParameter="TargetOutputs" ItemName="Reported" /></MSBuild>
                <Message Importance="high" Text="merged=@(Merged) reported=@(Reported->'%(Filename)%(Extension) as %(Format)')" />
              </Target>
            </Project>
            """);
        _consumer.Dotnet("restore", "app.csproj", "-v", "q").Succeeds();

        _consumer.Dotnet("msbuild", "ask.proj", "-t:Ask", "-nodeReuse:false").Succeeds()
            .Output.ShouldContain($"merged={_consumer["shared/app.net10.0.profdata"]} reported=app.net10.0.txt as text");
    }

    [Fact]
    public void ABinaryLogHoldsTheTasksAndTheirErrors()
    {
        Write("app", "<CovThreshold Include=\"a\" Metric=\"line\" Minimum=\"100\" />");

        _consumer.Target("CovCheck", "-bl:build.binlog").Fails();

        // What replaying a log exits with is not the build's own result.
        var replayed = _consumer.Dotnet("msbuild", "build.binlog", "-v:detailed");
        replayed.Of("COV4001").ShouldHaveSingleItem();
        replayed.Ran("MergeProfiles").ShouldBeTrue();
    }

    private void Write(string name, string items, string frameworks = "net10.0", string profiles = "profiles") => _consumer.Project(
        $"""
        <PropertyGroup>
          <CovToolsOutputFolder>{_consumer["shared"]}</CovToolsOutputFolder>
        </PropertyGroup>
        <ItemGroup>
          <CovBinary Include="{_programs.Program()}" />
          <CovProfile Include="{_consumer[profiles]}" />
          {items}
        </ItemGroup>
        """,
        name,
        frameworks);

    private string WriteAll(List<string> names)
    {
        var path = _consumer["all.proj"];
        File.WriteAllText(
            path,
            $"""
            <Project>
              <Target Name="All">
                <MSBuild Projects="{string.Join(';', names.Select(static name => $"{name}/{name}.csproj"))}" Targets="CovReport" BuildInParallel="true" ContinueOnError="ErrorAndContinue" />
              </Target>
            </Project>
            """);
        return path;
    }
}
