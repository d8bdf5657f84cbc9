using System.Text.Json;

namespace CovTools.Cli.Tests.Coverage;

/// <summary>Numbers do not depend on whether a mapping was kept, and say what they are by.</summary>
public sealed class KeptMappingTests : IDisposable
{
    private const int Release = 19;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-kept-");

    private string Cache => Path.Combine(_folder.FullName, "covtools", "mappings");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("report")]
    [InlineData("report|--show-instantiation-summary|--show-mcdc-summary")]
    [InlineData("report|--format|csv")]
    [InlineData("report|--ignore-filename-regex|no-such")]
    [InlineData("export|--summary-only")]
    [InlineData("export|--summary-only|--format|lcov")]
    [InlineData("export|--format|badge")]
    public async Task AKeptMappingGivesTheSameOutput(string words)
    {
        var program = MeasuredProgram.Require(Release, "decisions.c");
        string[] arguments = [.. words.Split('|'), program.Binary, "--profile", program.Profile];

        var plain = await Run([.. arguments, "--no-cache"]);
        Directory.Exists(Cache).ShouldBeFalse();
        var first = await Run(arguments);
        Directory.GetFiles(Cache, "*.mapping").ShouldHaveSingleItem();
        var second = await Run(arguments);
        var entry = Directory.GetFiles(Cache, "*.mapping").ShouldHaveSingleItem();
        await File.WriteAllBytesAsync(entry, new byte[100], TestContext.Current.CancellationToken);
        var third = await Run(arguments);

        plain.WithExitCode(0).Output.Length.ShouldBeGreaterThan(100);
        first.WithExitCode(0).Output.ShouldBe(plain.Output);
        second.WithExitCode(0).Output.ShouldBe(plain.Output);
        third.WithExitCode(0).Output.ShouldBe(plain.Output);
    }

    [Fact]
    public async Task AProgramThatWasBuiltAgainIsNotTakenForTheOldOne()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        var other = MeasuredProgram.Require(Release, "decisions.c");
        var binary = Path.Combine(_folder.FullName, "program");
        foreach (var built in new[] { program, other, program })
        {
            File.Copy(built.Binary, binary, overwrite: true);
            File.SetLastWriteTimeUtc(binary, new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc));
            var expected = await Run("report", built.Binary, "--profile", built.Profile, "--no-cache");

            for (var i = 0; i < 2; i++)
            {
                (await Run("report", binary, "--profile", built.Profile)).WithExitCode(0).Output.ShouldBe(expected.Output);
            }
        }
    }

    [Fact]
    public async Task FunctionsThatDoNotFitAreListedWithAKeptMappingToo()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        var text = await LlvmTools.CaptureAsync($"llvm-profdata-{Release}", "show", "-all-functions", "-counts", "-text", program.Profile);
        var changed = Path.Combine(_folder.FullName, "changed.proftext");
        await File.WriteAllTextAsync(changed, System.Text.RegularExpressions.Regex.Replace(text, "(?<=main\n# Func Hash:\n)[0-9]+", "99"), TestContext.Current.CancellationToken);

        var first = await Run("report", program.Binary, "--profile", changed);
        var second = await Run("report", program.Binary, "--profile", changed);

        Directory.GetFiles(Cache, "*.mapping").ShouldHaveSingleItem();
        first.WithExitCode(0).Error.ShouldContain(": main (");
        first.Error.ShouldContain("0x63 in the profile");
        second.WithExitCode(0).Error.ShouldBe(first.Error);
    }

    [Fact]
    public async Task ACacheThatCannotBeWrittenIsToldAndCostsNothingElse()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "covtools"), "no folder", TestContext.Current.CancellationToken);

        var result = await Run("report", program.Binary, "--profile", program.Profile);

        result.WithExitCode(0).Output.ShouldContain("TOTAL");
        result.Error.ShouldContain("warning: decoded mappings cannot be kept: ");
    }

    [Fact]
    public async Task EveryOutputOfSourceUnionNamesIt()
    {
        var program = MeasuredProgram.Require(Release, "templates.cpp");
        string[] arguments = [program.Binary, "--profile", program.Profile, "--metric", "source-union"];

        (await Run(["report", .. arguments])).WithExitCode(0).Output.ShouldStartWith("Metric: source-union\nFilename ");
        (await Run(["report", .. arguments, "--format", "csv"])).WithExitCode(0).Output.Split('\n')[1].ShouldStartWith("source-union,");
        (await Run(["export", .. arguments, "--format", "markdown"])).WithExitCode(0).Output.ShouldContain("Metric: `source-union`");
        (await Run(["export", .. arguments, "--format", "badge"])).WithExitCode(0).Output.ShouldContain("(source-union)");
        var gate = (await Run(["report", .. arguments, "--fail-under", "line=100", "--fail-under", "branch=100", "-o", "out.txt", "--json"])).WithExitCode(3);
        gate.Error.ShouldContain("(metric source-union)");
        using var document = JsonDocument.Parse(gate.Output);
        document.RootElement.GetProperty("metric").GetString().ShouldBe("source-union");
    }

    [Fact]
    public async Task InstantiationsOfATemplateAreOnePlaceOfTheSource()
    {
        var program = MeasuredProgram.Require(Release, "templates.cpp");

        var union = await Totals(program, "source-union");
        var llvm = await Totals(program, "llvm");

        union.GetProperty("instantiations").GetProperty("total").GetInt64().ShouldBe(llvm.GetProperty("instantiations").GetProperty("total").GetInt64());
        union.GetProperty("functions").GetRawText().ShouldBe(llvm.GetProperty("functions").GetRawText());
        union.GetProperty("regions").GetRawText().ShouldNotBe(llvm.GetProperty("regions").GetRawText());
    }

    [Fact]
    public async Task ABaselineOfAnotherMetricIsRefusedAndAProfileIsMeasuredByTheSame()
    {
        var program = MeasuredProgram.Require(Release, "templates.cpp");
        (await Run("report", program.Binary, "--profile", program.Profile, "--format", "csv", "-o", "llvm.csv")).WithExitCode(0);

        (await Run("report", program.Binary, "--profile", program.Profile, "--metric", "source-union", "--baseline", "llvm.csv")).WithExitCode(2).Error.ShouldContain("source-union");
        (await Run("report", program.Binary, "--profile", program.Profile, "--metric", "source-union", "--baseline", program.Raw)).WithExitCode(0);
    }

    [Theory]
    [InlineData("export", "--format llvm-json exists by the metric llvm only")]
    [InlineData("export|--format|lcov", "--format lcov exists by the metric llvm only")]
    [InlineData("export|--format|cobertura", "--format cobertura exists by the metric llvm only")]
    [InlineData("show", "show exists by the metric llvm only")]
    [InlineData("report|--show-functions", "--show-functions exists by the metric llvm only")]
    [InlineData("report|--show-mcdc-summary", "MC/DC exists by the metric llvm only")]
    [InlineData("report|--fail-under|mcdc=10", "MC/DC exists by the metric llvm only")]
    public async Task WhatExistsByOneMetricOnlyRefusesTheOther(string words, string message) =>
        (await Run([.. words.Split('|'), "prog", "--profile", "p", "--metric", "source-union"])).WithExitCode(2).Error.ShouldContain(message);

    [Fact]
    public async Task AMetricThatThereIsNotIsAUsageError() =>
        (await Run("report", "prog", "--profile", "p", "--metric", "union")).WithExitCode(2).Error.ShouldContain("--metric union: there are llvm and source-union");

    private async Task<JsonElement> Totals(MeasuredProgram program, string metric)
    {
        var result = await Run("report", program.Binary, "--profile", program.Profile, "--metric", metric, "-o", "out.txt", "--json");
        using var document = JsonDocument.Parse(result.WithExitCode(0).Output);
        return document.RootElement.GetProperty("totals").Clone();
    }

    private Task<ToolResult> Run(params string[] arguments) =>
        Tool.RunAsync(_folder.FullName, new Dictionary<string, string?>(StringComparer.Ordinal) { ["XDG_CACHE_HOME"] = _folder.FullName }, arguments);
}
