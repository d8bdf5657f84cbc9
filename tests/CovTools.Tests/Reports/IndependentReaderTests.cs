using System.Text.Json;
using System.Xml;
using CovTools.Coverage;
using CovTools.Reports;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Reports;

/// <summary>Programs of others read our reports of a real program and come to the same totals.</summary>
[Collection("LLVM tools")]
public sealed class IndependentReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ReportGeneratorReadsCobertura(bool hasTemplates)
    {
        var report = hasTemplates ? ReportedProgram.Shapes().Report : ReportedProgram.Macros().Report;
        Write("a.xml", stream => CoberturaReport.Write(stream, report));

        var summary = RunReportGenerator(_folder["a.xml"]);

        var files = new ReportedFiles(report).ToList();
        var lines = files.Aggregate(default(Metric), (sum, file) => sum + file.LineTotals);
        var branches = files.Aggregate(default(Metric), (sum, file) => sum + file.BranchTotals);
        Of(summary, "coveredlines").ShouldBe(lines.Covered);
        Of(summary, "coverablelines").ShouldBe(lines.Total);
        Of(summary, "coveredbranches").ShouldBe(branches.Covered);
        Of(summary, "totalbranches").ShouldBe(branches.Total);
        Of(summary, "totalmethods").ShouldBe(files.Sum(file => file.Functions.Count));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LcovReadsLcovAndCountsTheSameLinesAndBranches(bool hasTemplates)
    {
        ToolRunner.Require("/usr/bin/lcov", "/usr/bin/genhtml");
        var report = hasTemplates ? ReportedProgram.Shapes().Report : ReportedProgram.Macros().Report;
        Write("a.info", stream => LcovReport.Write(stream, report, cancellation: TestContext.Current.CancellationToken));

        var summary = ToolRunner.Run("/usr/bin/lcov", ["--summary", _folder["a.info"], "--rc", "lcov_branch_coverage=1"]);
        ToolRunner.Run("/usr/bin/genhtml", ["--quiet", "--branch-coverage", "--output-directory", _folder["html"], _folder["a.info"]]);

        var files = new ReportedFiles(report).ToList();
        var lines = files.Aggregate(default(Metric), (sum, file) => sum + file.LineTotals);
        var branches = BranchesOf(_folder["a.info"]);
        branches.Covered.ShouldBeInRange(1, branches.Total - 1);
        summary.ShouldContain($"({lines.Covered} of {lines.Total} lines)");
        summary.ShouldContain($"({branches.Covered} of {branches.Total} branches)");
        var page = File.ReadAllText(_folder["html/index.html"]);
        foreach (var number in new[] { lines.Covered, lines.Total, branches.Covered, branches.Total })
        {
            page.ShouldContain($"<td class=\"headerCovTableEntry\">{number}</td>");
        }
    }

    [Fact]
    public void XmllintFindsNoFaultInCobertura()
    {
        ToolRunner.Require("/usr/bin/xmllint");
        var report = ReportedProgram.Shapes().Report;
        Write("a.xml", stream => CoberturaReport.Write(stream, report, new CoberturaOptions { Sources = [Path.GetDirectoryName(report.Files[0])!] }));

        ToolRunner.Run("/usr/bin/xmllint", ["--nonet", "--noout", "--dtdvalid", Path.Combine(RepositoryRoot.Path, "tests/Fixtures/reports/coverage-04.dtd"), _folder["a.xml"]]);
    }

    [Fact]
    public void SonarAndCodecovHaveTheLinesOfCobertura()
    {
        var report = ReportedProgram.Shapes().Report;
        Write("sonar.xml", stream => SonarReport.Write(stream, report));
        Write("codecov.json", stream => CodecovReport.Write(stream, report));

        var sonar = new XmlDocument();
        sonar.Load(_folder["sonar.xml"]);
        using var codecov = JsonDocument.Parse(File.ReadAllBytes(_folder["codecov.json"]));
        foreach (var file in new ReportedFiles(report))
        {
            var lines = sonar.SelectNodes($"/coverage/file[@path='{file.Path}']/lineToCover")!.Cast<XmlElement>().ToList();
            lines.Count.ShouldBe((int)file.LineTotals.Total);
            lines.Count(line => line.GetAttribute("covered") == "true").ShouldBe((int)file.LineTotals.Covered);
            lines.Sum(line => int.TryParse(line.GetAttribute("coveredBranches"), out var number) ? number : 0).ShouldBe((int)file.BranchTotals.Covered);
            codecov.RootElement.GetProperty("coverage").GetProperty(file.Path).EnumerateObject().Count().ShouldBe((int)file.LineTotals.Total);
        }
    }

    [Fact]
    public void TheSameReportGivesTheSameBytes()
    {
        var report = ReportedProgram.Shapes().Report;

        foreach (var write in new Action<Stream>[] { stream => CoberturaReport.Write(stream, report), stream => SonarReport.Write(stream, report), stream => CodecovReport.Write(stream, report) })
        {
            SampleFiles.Write(write).ShouldBe(SampleFiles.Write(write));
        }
    }

    /// <summary>Branches by file, line, block and number: llvm-cov, and so we, write those of each instantiation and expansion, of which the totals of files (BRF, BRH) count some once.</summary>
    private static Metric BranchesOf(string tracefile)
    {
        var (file, taken) = ("", new Dictionary<string, bool>(StringComparer.Ordinal));
        foreach (var line in File.ReadLines(tracefile))
        {
            file = line.StartsWith("SF:", StringComparison.Ordinal) ? line : file;
            if (line.StartsWith("BRDA:", StringComparison.Ordinal))
            {
                var comma = line.LastIndexOf(',');
                var key = file + line[..comma];
                taken[key] = taken.GetValueOrDefault(key) || line[(comma + 1)..] is not ("-" or "0");
            }
        }

        return new Metric(taken.Count(branch => branch.Value), taken.Count);
    }

    private JsonElement RunReportGenerator(string report)
    {
        if (!Directory.Exists(Path.Combine(Packages(), "dotnet-reportgenerator-globaltool")))
        {
            (Environment.GetEnvironmentVariable("CI") == "true").ShouldBeFalse("ReportGenerator is not restored: dotnet tool restore");
            Assert.Skip("ReportGenerator is not restored: dotnet tool restore");
        }

        var manifest = Path.Combine(RepositoryRoot.Path, ".config", "dotnet-tools.json");
        File.Exists(manifest).ShouldBeTrue();
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        ToolRunner.RunIn(RepositoryRoot.Path, dotnet, ["tool", "run", "reportgenerator", $"-reports:{report}", $"-targetdir:{_folder["out"]}", "-reporttypes:JsonSummary", "-verbosity:Error"]);
        using var document = JsonDocument.Parse(File.ReadAllBytes(_folder["out/Summary.json"]));
        return document.RootElement.GetProperty("summary").Clone();
    }

    private static string Packages() =>
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static long Of(JsonElement summary, string name) => summary.GetProperty(name).GetInt64();

    private void Write(string name, Action<Stream> write)
    {
        using var stream = File.Create(_folder[name]);
        write(stream);
    }
}
