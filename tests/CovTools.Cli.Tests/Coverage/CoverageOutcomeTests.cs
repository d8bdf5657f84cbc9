using System.Text.Json;

namespace CovTools.Cli.Tests.Coverage;

/// <summary>What ends how: exit codes, messages, files.</summary>
public sealed class CoverageOutcomeTests : IDisposable
{
    private const int Release = 19;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-outcome-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("report")]
    [InlineData("show")]
    [InlineData("export")]
    public async Task EveryVerbHasHelpWithAnExample(string verb)
    {
        var result = (await Run(verb, "--help")).WithExitCode(0);

        result.Output.ShouldContain($"dotnet cov-collect {verb} ./libfoo.so");
        result.Output.ShouldContain("--profile");
    }

    [Theory]
    [InlineData("report", "a binary is needed")]
    [InlineData("report|prog", "--profile FILE is needed")]
    [InlineData("report|prog|--profile|p|--empty-profile", "contradict each other")]
    [InlineData("report|prog|--profile|p|--llvm|12", "--llvm: 12 is not within 13 to 23")]
    [InlineData("report|prog|--profile|p|-format=lcov", "tracefiles are written by export")]
    [InlineData("show|prog|--profile|p|-format=html", "pages (HTML) are not in this release")]
    [InlineData("show|prog|--profile|p|-show-branches=all", "'all' is neither count nor percent")]
    [InlineData("show|prog|--profile|p|-path-equivalence=a", "'a' is not of the form FROM,TO")]
    [InlineData("report|prog|--profile|p|--json", "--json needs -o FILE")]
    [InlineData("export|prog|--profile|p|--format|xml", "export writes llvm-json, text, lcov, cobertura")]
    [InlineData("report|prog|--profile|p|--fail-under|line=101", "101")]
    [InlineData("report|prog|--profile|p|--fail-under|change:line=80", "--fail-under-change")]
    [InlineData("report|prog|--profile|p|--arch|x86_64|--arch|arm64", "number of architectures (2) doesn't match the number of objects (1)")]
    public async Task WhatIsWrongWithACommandLineIsSaidWithExitCode2(string words, string message) =>
        (await Run(words.Split('|'))).WithExitCode(2).Error.ShouldContain(message);

    [Fact]
    public async Task WhatIsKeptOfABinaryGivesTheSameReports()
    {
        var program = MeasuredProgram.Require(Release, "templates.cpp");
        var kept = Path.Combine(_folder.FullName, "program.elf");

        (await Run("export", program.Binary, "--format", "object", "-o", kept)).WithExitCode(0);

        new FileInfo(kept).Length.ShouldBeLessThan(new FileInfo(program.Binary).Length);
        var expected = await LlvmTools.CaptureAsync($"llvm-cov-{Release}", "export", program.Binary, "-instr-profile", program.Profile);
        (await LlvmTools.CaptureAsync($"llvm-cov-{Release}", "export", kept, "-instr-profile", program.Profile)).ShouldBe(expected);
        (await Run("export", kept, "--profile", program.Profile, "--llvm", "19")).WithExitCode(0).Output.ShouldBe(expected);
        (await Run("export", program.Binary, "--object", kept, "--format", "object")).WithExitCode(2).Error.ShouldContain("one binary is written at a time");
        (await Run("export", "/bin/true", "--format", "object")).WithExitCode(5).Error.ShouldContain("no coverage data found");
    }

    [Fact]
    public async Task SeveralProfilesOfAnyKindAreMergedOnTheWay()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        File.Copy(program.Raw, Path.Combine(_folder.FullName, "one.profraw"));
        File.Copy(program.Raw, Path.Combine(_folder.FullName, "two.profraw"));
        await LlvmTools.CaptureAsync($"llvm-profdata-{Release}", "merge", "-o", Path.Combine(_folder.FullName, "both"), program.Raw, program.Raw, program.Profile);

        var expected = await LlvmTools.CaptureAsync($"llvm-cov-{Release}", "show", program.Binary, "-instr-profile", Path.Combine(_folder.FullName, "both"), "-compilation-dir", MeasuredProgram.Sources);
        File.Delete(Path.Combine(_folder.FullName, "both"));
        var ours = await Run("show", program.Binary, "--profile", _folder.FullName, "--profile", program.Profile, "--compilation-dir", MeasuredProgram.Sources, "--llvm", "19");

        ours.WithExitCode(0).Output.ShouldBe(expected);
    }

    [Fact]
    public async Task AMissingProfileFailsAndIsNamed()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");

        var result = await Run("report", program.Binary, "--profile", "no-such.profdata");

        result.WithExitCode(1).Error.ShouldContain("no-such.profdata: no such file or folder");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task AFolderWithoutProfilesIsNothingMeasured()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");

        var result = await Run("report", program.Binary, "--profile", _folder.FullName);

        result.WithExitCode(5).Error.ShouldContain("nothing was measured: no profile");
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task ABinaryWithoutCoverageIsNothingMeasured()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");

        (await Run("report", "/bin/true", "--profile", program.Profile)).WithExitCode(5).Error.ShouldContain("no coverage data found");
        (await Run("report", "/bin/true", "--profile", program.Profile, "--llvm", "19")).WithExitCode(1);
    }

    [Fact]
    public async Task TheProfileOfAnotherProgramIsNothingMeasured()
    {
        var program = MeasuredProgram.Require(Release, "templates.cpp");
        var other = Path.Combine(_folder.FullName, "other.proftext");
        await File.WriteAllTextAsync(other, "some_function\n1\n1\n7\n", TestContext.Current.CancellationToken);

        var result = await Run("report", program.Binary, "--profile", other);

        result.WithExitCode(5).Error.ShouldContain("the profile belongs to other binaries");
    }

    [Fact]
    public async Task OnlyZerosAreNothingMeasuredUnlessTheyAreWanted()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        var text = await LlvmTools.CaptureAsync($"llvm-profdata-{Release}", "show", "-all-functions", "-counts", "-text", program.Profile);
        var zeros = Path.Combine(_folder.FullName, "zeros.proftext");
        await File.WriteAllTextAsync(zeros, System.Text.RegularExpressions.Regex.Replace(text, "(?<=# Counter Values:\n)([0-9]+\n)+", counters => string.Concat(counters.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(_ => "0\n"))), TestContext.Current.CancellationToken);

        (await Run("report", program.Binary, "--profile", zeros)).WithExitCode(5).Error.ShouldContain("all counters of the binaries' functions are zero");
        (await Run("report", program.Binary, "--profile", zeros, "--allow-empty")).WithExitCode(0).Error.ShouldContain("warning: nothing was measured");
        (await Run("report", program.Binary, "--profile", zeros, "--llvm", "19")).WithExitCode(0).Output.ShouldContain("0.00%");
        (await Run("report", program.Binary, "--empty-profile")).WithExitCode(0).Output.ShouldContain("0.00%");
    }

    [Fact]
    public async Task AnotherVersionOfAFunctionIsListedWithBothHashes()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        var text = await LlvmTools.CaptureAsync($"llvm-profdata-{Release}", "show", "-all-functions", "-counts", "-text", program.Profile);
        var changed = Path.Combine(_folder.FullName, "changed.proftext");
        await File.WriteAllTextAsync(changed, System.Text.RegularExpressions.Regex.Replace(text, "(?<=main\n# Func Hash:\n)[0-9]+", "99"), TestContext.Current.CancellationToken);

        var result = await Run("report", program.Binary, "--profile", changed, "-o", Path.Combine(_folder.FullName, "out"), "--json");

        result.WithExitCode(0).Error.ShouldContain("warning: 1 functions have mismatched data");
        result.Error.ShouldContain("main");
        result.Error.ShouldContain("0x63 in the profile");
        using var document = JsonDocument.Parse(result.Output);
        var mismatch = document.RootElement.GetProperty("mismatches")[0];
        mismatch.GetProperty("function").GetString().ShouldBe("main");
        mismatch.GetProperty("inProfile")[0].GetUInt64().ShouldBe(99UL);
        mismatch.GetProperty("module").GetString().ShouldBe(program.Binary);
    }

    [Fact]
    public async Task ADamagedProfileCostsThatProfileAndTheExitCode()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        var bad = Path.Combine(_folder.FullName, "bad.profraw");
        await File.WriteAllBytesAsync(bad, (await File.ReadAllBytesAsync(program.Raw, TestContext.Current.CancellationToken))[..100], TestContext.Current.CancellationToken);

        var result = await Run("report", program.Binary, "--profile", program.Raw, "--profile", bad);

        result.WithExitCode(1).Error.ShouldContain(bad);
        result.Output.ShouldContain("TOTAL");
    }

    [Fact]
    public async Task NamesBecomeReadableWithADemangler()
    {
        Components.RequireProgram("c++filt");
        var program = MeasuredProgram.Require(Release, "templates.cpp");
        string[] options = ["-compilation-dir", MeasuredProgram.Sources, "-Xdemangler", "c++filt", "-Xdemangler", "-n"];

        var expected = program.Oracle("show", options);
        var actual = program.Ours("show", options);

        System.Text.Encoding.UTF8.GetString(actual.Output).ShouldBe(System.Text.Encoding.UTF8.GetString(expected.Output));
        (await Run("show", program.Binary, "--profile", program.Profile, "-Xdemangler", "no-such-program")).WithExitCode(4).Error.ShouldContain("the demangler cannot be started");
    }

    [Fact]
    public async Task AThresholdThatIsMissedIsListedWithExitCode3()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");

        var missed = await Run("report", program.Binary, "--profile", program.Profile, "--fail-under", "region=100", "--fail-under", "file:region=1");
        var reached = await Run("report", program.Binary, "--profile", program.Profile, "--fail-under", "line=1");

        missed.WithExitCode(3).Error.ShouldContain("below the threshold: total: region ");
        missed.Output.ShouldContain("TOTAL");
        reached.WithExitCode(0).Error.ShouldNotContain("below the threshold");
    }

    [Fact]
    public async Task AnEarlierResultOfAnyKindIsABaseline()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        var table = Path.Combine(_folder.FullName, "before.csv");
        var json = Path.Combine(_folder.FullName, "before.json");
        (await Run("report", program.Binary, "--profile", program.Profile, "--format", "csv", "-o", table)).WithExitCode(0);
        (await Run("export", program.Binary, "--profile", program.Profile, "--summary-only", "-o", json)).WithExitCode(0);

        foreach (var baseline in new[] { table, json, program.Profile, program.Raw })
        {
            (await Run("report", program.Binary, "--profile", program.Profile, "--baseline", baseline)).WithExitCode(0);
            (await Run("report", program.Binary, "--empty-profile", "--baseline", baseline)).WithExitCode(3).Error.ShouldContain("below the threshold: total: ");
        }
    }

    [Fact]
    public async Task ChangedLinesThatDidNotRunAreListed()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");
        var diff = Path.Combine(_folder.FullName, "change.diff");
        await File.WriteAllTextAsync(diff, "--- a/macros.c\n+++ b/macros.c\n@@ -39 +39 @@\n-old\n+new\n--- a/notes.md\n+++ b/notes.md\n@@ -1 +1 @@\n-old\n+new\n", TestContext.Current.CancellationToken);

        (await Run("report", program.Binary, "--profile", program.Profile, "--fail-under-change", diff)).WithExitCode(0).Error.ShouldContain("changed file without coverage: notes.md");
        var result = await Run("report", program.Binary, "--empty-profile", "--fail-under-change", diff);
        result.WithExitCode(3).Error.ShouldContain("changed lines that did not run: ");
        result.Error.ShouldContain("below the threshold: changed lines: line 0.00% (0 of 1), wanted 100%");
    }

    [Theory]
    [InlineData("cobertura", "<coverage ")]
    [InlineData("sonar", "<coverage version=\"1\">")]
    [InlineData("codecov-json", "\"metric\": \"llvm\"")]
    [InlineData("csv", "metric,row,path,")]
    [InlineData("markdown", "# Coverage")]
    [InlineData("badge", "<svg")]
    public async Task EveryFormatIsWrittenWithMappedPaths(string format, string mark)
    {
        var program = MeasuredProgram.Require(Release, "macros.c");

        var result = await Run("export", program.Binary, "--profile", program.Profile, "--format", format, "--compilation-dir", MeasuredProgram.Sources, "--path-map", $"{MeasuredProgram.Sources}=here");

        result.WithExitCode(0).Output.ShouldContain(mark);
        result.Output.ShouldNotContain(MeasuredProgram.Sources);
    }

    [Fact]
    public async Task SourcesAreFoundBelowAFolder()
    {
        var program = MeasuredProgram.Require(Release, "macros.c");

        var lost = await Run("show", program.Binary, "--profile", program.Profile, "--compilation-dir", "/nowhere");
        var found = await Run("show", program.Binary, "--profile", program.Profile, "--compilation-dir", "/nowhere", "--source-root", MeasuredProgram.Sources);

        lost.WithExitCode(0).Error.ShouldContain("/nowhere/macros.c");
        lost.Output.ShouldBeEmpty();
        found.WithExitCode(0).Output.ShouldContain("/nowhere/macros.c:\n");
    }

    private Task<ToolResult> Run(params string[] arguments) => Tool.RunAsync(_folder.FullName, arguments);
}
