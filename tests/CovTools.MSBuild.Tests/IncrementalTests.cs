namespace CovTools.MSBuild.Tests;

/// <summary>Nothing changed: nothing runs. One thing changed: only what depends on it.</summary>
public sealed class IncrementalTests : IDisposable
{
    private readonly Consumer _consumer;
    private readonly NativePrograms _programs;

    public IncrementalTests(PackedPackages packages, NativePrograms programs)
    {
        _consumer = new Consumer(packages);
        _programs = programs;
        NativePrograms.Run(programs.Program(), _consumer["profiles/a.profraw"]);
        WriteProject("text", 10);
    }

    public void Dispose() => _consumer.Dispose();

    [Fact]
    public void NothingRunsWhenNothingChanged()
    {
        var first = _consumer.Target("CovReport;CovCheck").Succeeds();
        var second = _consumer.Target("CovReport;CovCheck").Succeeds();

        Ran(first).ShouldBe(["MergeProfiles", "ReportCoverage", "CheckCoverage"]);
        Ran(second).ShouldBeEmpty();
    }

    [Fact]
    public void AReportThatChangedIsWrittenAlone()
    {
        _consumer.Target("CovReport;CovCheck").Succeeds();
        var before = File.GetLastWriteTimeUtc(_consumer["coverage.xml"]);
        WriteProject("csv", 10);

        Ran(_consumer.Target("CovReport;CovCheck").Succeeds()).ShouldBe(["ReportCoverage"]);

        File.ReadAllText(_consumer["table"]).ShouldStartWith("metric,");
        File.GetLastWriteTimeUtc(_consumer["coverage.xml"]).ShouldBe(before);
    }

    [Fact]
    public void AThresholdThatChangedIsCheckedAlone()
    {
        _consumer.Target("CovReport;CovCheck").Succeeds();
        WriteProject("text", 99);

        var broken = _consumer.Target("CovReport;CovCheck").Fails();
        var again = _consumer.Target("CovCheck").Fails();

        Ran(broken).ShouldBe(["CheckCoverage"]);
        again.Of("COV4001").ShouldNotBeEmpty("a gate that is broken stays broken");
    }

    [Fact]
    public void AFurtherProfileAndOneThatIsGoneChangeTheResult()
    {
        _consumer.Target("CovReport").Succeeds();
        var one = File.ReadAllText(_consumer["table"]);
        NativePrograms.Run(_programs.Program(), _consumer["profiles/b.profraw"], arguments: 1);

        Ran(_consumer.Target("CovReport").Succeeds()).ShouldBe(["MergeProfiles", "ReportCoverage"]);
        File.ReadAllText(_consumer["table"]).ShouldNotBe(one);

        File.Delete(_consumer["profiles/b.profraw"]);
        Ran(_consumer.Target("CovReport").Succeeds()).ShouldBe(["MergeProfiles", "ReportCoverage"]);
        File.ReadAllText(_consumer["table"]).ShouldBe(one);
    }

    [Fact]
    public void WhatFailedIsDoneAgain()
    {
        File.WriteAllText(_consumer["profiles/bad.profraw"], "this is no profile");

        _consumer.Target("CovReport").Fails().Of("COV2002").ShouldHaveSingleItem().ShouldContain(_consumer["profiles/bad.profraw"]);
        _consumer.Target("CovReport").Fails().Of("COV2002").ShouldNotBeEmpty();

        File.Delete(_consumer["profiles/bad.profraw"]);
        _consumer.Target("CovReport").Succeeds();
    }

    [Fact]
    public void CleanTakesAwayWhatWasWritten()
    {
        _consumer.Target("CovReport;CovCheck").Succeeds();
        File.WriteAllText(_consumer["mine.txt"], "");

        _consumer.Target("Clean").Succeeds();

        File.Exists(_consumer["table"]).ShouldBeFalse();
        File.Exists(_consumer["coverage.xml"]).ShouldBeFalse();
        File.Exists(_consumer["mine.txt"]).ShouldBeTrue();
        Directory.EnumerateFiles(_consumer["bin"], "*.profdata", SearchOption.AllDirectories).ShouldBeEmpty();
        Ran(_consumer.Target("CovReport").Succeeds()).ShouldBe(["MergeProfiles", "ReportCoverage"]);
    }

    private static List<string> Ran(CommandResult result) => [.. new[] { "MergeProfiles", "ReportCoverage", "CheckCoverage" }.Where(result.Ran)];

    private void WriteProject(string format, int minimum) => _consumer.Project(
        $"""
        <ItemGroup>
          <CovBinary Include="{_programs.Program()}" />
          <CovProfile Include="profiles" />
          <CovReportFile Include="table" Format="{format}" />
          <CovReportFile Include="coverage.xml" Format="cobertura" />
          <CovThreshold Include="lines" Metric="line" Minimum="{minimum}" />
        </ItemGroup>
        """);
}
