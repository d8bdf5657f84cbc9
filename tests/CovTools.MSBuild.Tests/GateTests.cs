namespace CovTools.MSBuild.Tests;

/// <summary>A gate that is broken fails the build, with its code and the file.</summary>
public sealed class GateTests : IDisposable
{
    private readonly Consumer _consumer;
    private readonly NativePrograms _programs;
    private readonly string _sign;

    public GateTests(PackedPackages packages, NativePrograms programs)
    {
        _consumer = new Consumer(packages);
        _programs = programs;
        _sign = Path.Combine(programs.Sources, "sign.c");
        NativePrograms.Run(programs.Program(), _consumer["profiles/a.profraw"]);
    }

    public void Dispose() => _consumer.Dispose();

    [Fact]
    public void AGateThatHoldsPasses()
    {
        Write("""<CovThreshold Include="a" Metric="line" Minimum="70" /><CovThreshold Include="b" Metric="function" Minimum="100" Scope="file" />""");

        _consumer.Target("CovCheck").Succeeds().Output.ShouldContain("coverage passes: 2 thresholds");
    }

    [Fact]
    public void AFileBelowItsThresholdIsNamed()
    {
        Write("""<CovThreshold Include="a" Metric="branch" Minimum="60" Scope="file" />""");

        _consumer.Target("CovCheck").Fails().Of("COV4001").ShouldHaveSingleItem().ShouldStartWith($"{_sign} : error COV4001: branch 50.00% (2 of 4), wanted 60%");
    }

    [Fact]
    public void ATotalBelowItsThresholdNamesTheFilesThatMissMost()
    {
        Write("""<CovThreshold Include="a" Metric="branch" Minimum="60" />""");

        _consumer.Target("CovCheck").Fails().Of("COV4001").ShouldHaveSingleItem()
            .ShouldContain($"app.csproj : error COV4001: total: branch 50.00% (2 of 4), wanted 60%; most is missing in {_sign} (2 missed)");
    }

    [Fact]
    public void TheBuildItselfFailsWhenTheCheckIsHookedToIt()
    {
        Write("""<CovThreshold Include="a" Metric="line" Minimum="100" />""");
        File.WriteAllText(_consumer["Class1.cs"], "public static class Class1;\n");

        var build = _consumer.Dotnet("build", "app.csproj", "--nologo", "-p:CovToolsReportAfterBuild=true", "-p:CovToolsCheckAfterBuild=true").Fails();

        build.Of("COV4001").ShouldHaveSingleItem().ShouldContain(_sign);
        _consumer.Dotnet("build", "app.csproj", "--nologo").Succeeds();
    }

    [Fact]
    public void TheTestsOfAProjectAreFollowedByTheReportAndTheCheckWhenTheyAreHookedToThem()
    {
        Write("""<CovThreshold Include="a" Metric="line" Minimum="100" /><CovReportFile Include="after.txt" />""");
        _consumer.Dotnet("restore", "app.csproj", "-v", "q").Succeeds();

        _consumer.Dotnet("msbuild", "app.csproj", "-t:VSTest").Succeeds();
        File.Exists(_consumer["after.txt"]).ShouldBeFalse();
        _consumer.Dotnet("msbuild", "app.csproj", "-t:VSTest", "-p:CovToolsReportAfterTest=true", "-p:CovToolsCheckAfterTest=true").Fails().Of("COV4001").ShouldHaveSingleItem();
        File.Exists(_consumer["after.txt"]).ShouldBeTrue();
    }

    [Fact]
    public void NoPercentageMayBeLowerThanInTheBaseline()
    {
        Write("""<CovReportFile Include="earlier.json" Format="llvm-json" SummaryOnly="true" />""");
        NativePrograms.Run(_programs.Program(), _consumer["profiles/b.profraw"], arguments: 1);
        _consumer.Target("CovReport").Succeeds();
        File.Copy(_consumer["earlier.json"], _consumer["baseline.json"]);
        File.Delete(_consumer["profiles/b.profraw"]);

        var worse = _consumer.Target("CovCheck", "-p:CovToolsBaseline=baseline.json").Fails();

        worse.Of("COV4002").ShouldContain(line => line.StartsWith($"{_sign} : error COV4002: line ", StringComparison.Ordinal));
        _consumer.Target("CovCheck", "-p:CovToolsBaseline=baseline.json", "-p:CovToolsBaselineTolerance=60").Succeeds();
    }

    [Fact]
    public void ChangedLinesThatDidNotRunAreNamedWithTheirLine()
    {
        Write("");
        File.WriteAllText(_consumer["change.diff"], $"--- a{_sign}\n+++ b{_sign}\n@@ -4,1 +4,2 @@\n     {{\n+        return 1;\n");

        var result = _consumer.Target("CovCheck", "-p:CovToolsChange=change.diff").Fails();

        result.Of("COV4003").ShouldContain(line => line.StartsWith($"{_sign}(5", StringComparison.Ordinal));
        _consumer.Project($"""<ItemGroup><CovBinary Include="{_programs.Program()}" /><CovProfile Include="profiles" /><CovThreshold Include="c" Scope="change" Metric="line" Minimum="0" /></ItemGroup>""");
        _consumer.Target("CovCheck", "-p:CovToolsChange=change.diff").Succeeds();
    }

    [Fact]
    public void NothingToCheckAgainstIsAWarning()
    {
        Write("");

        _consumer.Target("CovCheck").Succeeds().Of("COV4005").ShouldHaveSingleItem();
    }

    private void Write(string items) => _consumer.Project(
        $"""
        <ItemGroup>
          <CovBinary Include="{_programs.Program()}" />
          <CovProfile Include="profiles" />
          {items}
        </ItemGroup>
        """);
}
