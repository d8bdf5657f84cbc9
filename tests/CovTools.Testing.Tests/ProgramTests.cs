namespace CovTools.Testing.Tests;

/// <summary>A test program of Microsoft.Testing.Platform that is run by hand.</summary>
[Collection(LabCollection.Name)]
public sealed class ProgramTests(Lab lab)
{
    private const int FailedByCoverage = 103;

    [Fact]
    public async Task WhatIsStrippedIsMeasured()
    {
        var expected = await lab.RunByHandAsync("19");
        var library = await CopyAsync("stripped", "strip", "-s");
        var results = lab.NewFolder();

        var result = await RunAsync(results, [("PROBE", library)]);

        result.ExitCode.ShouldBe(0, result.Output);
        (await lab.CountsAsync(Path.Combine(results, "coverage.profdata"))).ShouldBe(expected);
        result.Output.ShouldContain("LLVM coverage of 1 test project: line ");
    }

    [Fact]
    public async Task LibrariesOfSeveralReleasesOfLlvmGiveOneResult()
    {
        Components.Require("clang++-14", "llvm-profdata-14");
        var folder = Directory.CreateDirectory(lab.NewFolder()).FullName;
        var old = await lab.CompileAsync("clang++-14", Path.Combine(folder, "libolder.so"));
        var alone = await lab.RunByHandAsync("14", ("PROBE", old));
        var (results, both) = (lab.NewFolder(), lab.NewFolder());

        var result = await RunAsync(results, [("PROBE", old)]);
        var mixed = await RunAsync(both, [("PROBE", $"{old}:{lab.Library}")]);

        result.ExitCode.ShouldBe(0, result.Output);
        (await lab.CountsAsync(Path.Combine(results, "coverage.profdata"), "14")).ShouldBe(alone);
        mixed.ExitCode.ShouldBe(0, mixed.Output);
        (await lab.CountsAsync(Path.Combine(both, "coverage.profdata"), "14")).Count.ShouldBe(alone.Count);
        (await File.ReadAllTextAsync(Path.Combine(both, "coverage.txt"), TestContext.Current.CancellationToken)).ShouldContain("probe.cpp");
    }

    [Fact]
    public async Task WhatHasNoInstrumentedLibraryIsToldAndNeverAPercentage()
    {
        var plain = await lab.CompileAsync("clang++-19", Path.Combine(lab.Root, "libplain.so"), isInstrumented: false);
        foreach (var libraries in new[] { "", plain })
        {
            var results = lab.NewFolder();

            var result = await RunAsync(results, [("PROBE", libraries)]);
            var check = await CheckAsync(results);

            result.ExitCode.ShouldBe(0, result.Output);
            result.Output.ShouldContain("warning COV2501: the tests loaded no instrumented native library. Was it built by clang with -fprofile-instr-generate -fcoverage-mapping");
            result.Output.ShouldContain("LLVM coverage: nothing was measured");
            check.ExitCode.ShouldBe(1, check.Output);
            check.Output.ShouldContain("error COV2506: nothing was measured");
        }
    }

    [Fact]
    public async Task AGateOnNothingFailsTheProgram()
    {
        var result = await RunAsync(lab.NewFolder(), [("PROBE", "")], "--llvm-coverage-fail-under", "line=0");

        result.ExitCode.ShouldBe(FailedByCoverage, result.Output);
        result.Output.ShouldContain("error COV2506: nothing was measured");
    }

    [Fact]
    public async Task WithoutSectionHeadersNothingIsMeasuredAndThatIsSaid()
    {
        var library = await CopyAsync("headless", "llvm-objcopy-19", "--strip-sections");

        var result = await RunAsync(lab.NewFolder(), [("PROBE", library)]);

        result.ExitCode.ShouldBe(0, result.Output);
        result.Output.ShouldContain("warning COV2501: ");
        result.Output.ShouldContain("A library whose section headers were removed cannot be measured either");
        result.Output.ShouldContain("LLVM coverage: nothing was measured");
    }

    [Fact]
    public async Task WithoutMappingItIsToldHowToBuildTheLibrary()
    {
        var library = await CopyAsync("unmapped", "llvm-objcopy-19", "--remove-section=__llvm_covmap", "--remove-section=__llvm_covfun");
        var results = lab.NewFolder();

        var result = await RunAsync(results, [("PROBE", library)]);

        result.ExitCode.ShouldBe(0, result.Output);
        result.Output.ShouldContain($"{library}: warning COV3501: ");
        result.Output.ShouldContain("build it with -fcoverage-mapping");
        (await lab.CountsAsync(Path.Combine(results, "coverage.profdata"))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task WhereLibcovrtIsNotUsedTheRuntimesProfilesAreTakenWithAWarning()
    {
        var expected = await lab.RunByHandAsync("19");
        var results = lab.NewFolder();

        var result = await RunAsync(results, [("COVTOOLS_TEST_CAPTURE", "profraw")]);

        result.ExitCode.ShouldBe(0, result.Output);
        result.Output.ShouldContain("warning COV0501: libcovrt is not used");
        (await lab.CountsAsync(Path.Combine(results, "coverage.profdata"))).ShouldBe(expected);
        result.Output.ShouldContain("LLVM coverage of 1 test project: line ");
    }

    [Fact]
    public async Task ResultsOfAnEarlierRunDoNotLeakIn()
    {
        var results = lab.NewFolder();

        var first = await RunAsync(results, [("PROBE_MORE", "1")], "--llvm-coverage-format", "lcov");
        var more = await lab.CountsAsync(Path.Combine(results, "coverage.profdata"));
        var second = await RunAsync(results, []);

        first.ExitCode.ShouldBe(0, first.Output);
        second.ExitCode.ShouldBe(0, second.Output);
        var counts = await lab.CountsAsync(Path.Combine(results, "coverage.profdata"));
        more["rarely"].ShouldNotBe(counts["rarely"]);
        counts.ShouldBe(await lab.RunByHandAsync("19"));
        File.Exists(Path.Combine(results, "coverage.info")).ShouldBeFalse();
    }

    [Fact]
    public async Task ProgramsOfOneRunThatEndTogetherAddUp()
    {
        var results = lab.NewFolder();
        (string, string?)[] run = [("COVTOOLS_TEST_RUN", "one")];

        var ended = await Task.WhenAll(Enumerable.Range(0, 3).Select(index => RunAsync(results, run, "--llvm-coverage-project", $"P{index}")));

        ended.ShouldAllBe(result => result.ExitCode == 0);
        Lab.Profiles(results).Keys.ShouldBe(["P0", "P1", "P2"]);
        var counts = await lab.CountsAsync(Path.Combine(results, "coverage.profdata"));
        First(counts["classify"]).ShouldBe(3 * First((await lab.RunByHandAsync("19"))["classify"]));

        static int First(string function) => int.Parse(function.Split('\n')[2], System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task ARunDoesNotTakeTheFolderOfAnotherThatStillGoesOn()
    {
        var results = lab.NewFolder();
        var first = RunAsync(results, [("PROBE_END", "wait")]);
        while (!File.Exists(Path.Combine(results, "run.json")) || Directory.GetFiles(results, "session.json", SearchOption.AllDirectories).Length == 0)
        {
            first.IsCompleted.ShouldBeFalse();
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        await Task.Delay(300, TestContext.Current.CancellationToken);
        var second = await RunAsync(results, []);

        second.ExitCode.ShouldBe(FailedByCoverage, second.Output);
        second.Output.ShouldContain("error COV0502: another test run is writing its results here");
        (await first).ExitCode.ShouldBe(0);
        File.Exists(Path.Combine(results, "coverage.profdata")).ShouldBeTrue();
    }

    [Fact]
    public async Task WhatWasCountedUntilEverythingWasKilledIsRecovered()
    {
        var expected = Lab.WithoutEnd(await lab.RunByHandAsync("19"));
        var results = lab.NewFolder();

        // The program that watches the tests is killed; the test host ends when it finds itself alone.
        var killed = await Command.RunAsync(
            lab.Root,
            lab.With(("PROBE_END", "hang")),
            "timeout", "--signal=KILL", "6", lab.Program, "--llvm-coverage", "--llvm-coverage-results", results);
        var check = await CheckAsync(results);

        killed.ExitCode.ShouldNotBe(0);
        check.ExitCode.ShouldBe(1, check.Output);
        check.Output.ShouldContain("error COV2508: the tests of WithXunit3 did not come to their end");
        Lab.WithoutEnd(await lab.CountsAsync(Path.Combine(results, "coverage.profdata"))).ShouldBe(expected);
        Directory.Exists(Path.Combine(results, "sessions")).ShouldBeTrue();
    }

    [Fact]
    public async Task AGateThatIsNotReachedFailsTheProgramAndOneThatIsReachedDoesNot()
    {
        var good = await RunAsync(lab.NewFolder(), [], "--llvm-coverage-fail-under", "line=50");
        var bad = await RunAsync(lab.NewFolder(), [], "--llvm-coverage-fail-under", "line=99", "file:function=100");

        good.ExitCode.ShouldBe(0, good.Output);
        bad.ExitCode.ShouldBe(FailedByCoverage, bad.Output);
        bad.Output.ShouldContain("error COV4501: coverage is below the threshold: total: line ");
        bad.Output.ShouldContain("probe.cpp: error COV4501: ");
    }

    [Fact]
    public async Task IgnoredSourcesAreNotReported()
    {
        var results = lab.NewFolder();

        var result = await RunAsync(results, [], "--llvm-coverage-ignore", "**/Assets/*");

        result.Output.ShouldContain("LLVM coverage: nothing was measured");
    }

    [Theory]
    [InlineData("--llvm-coverage-format", "pdf", "error COV1501: 'pdf' is no format of results; there are badge, cobertura")]
    [InlineData("--llvm-coverage-fail-under", "speed=9", "error COV1501: invalid threshold 'speed=9'")]
    [InlineData("--llvm-coverage-fail-under", "change:line=9", "error COV1501: a test run knows no patch")]
    public async Task WrongOptionsAreRefusedBeforeTheTestsRun(string option, string value, string message)
    {
        var results = lab.NewFolder();

        var result = await RunAsync(results, [], option, value);

        result.ExitCode.ShouldNotBe(0);
        result.Output.ShouldContain(message);
        Directory.Exists(results).ShouldBeFalse();
    }

    private Task<Command> RunAsync(string results, (string Name, string? Value)[] environment, params string[] options) =>
        Command.RunAsync(lab.Root, lab.With(environment), lab.Program, ["--llvm-coverage", "--llvm-coverage-results", results, .. options]);

    private Task<Command> CheckAsync(string results) =>
        Command.RunAsync(Path.Combine(lab.Solution, "WithXunit3"), lab.Environment, "dotnet", "msbuild", "-t:CovTestCheck", $"-p:CovToolsTestResults={results}", "-nologo");

    private async Task<string> CopyAsync(string name, string tool, params string[] options)
    {
        Components.Require(tool);
        var path = Path.Combine(lab.Root, $"lib{name}.so");
        File.Copy(lab.Library, path, overwrite: true);
        await Command.SucceedAsync(lab.Root, lab.Environment, tool, [.. options, path]);
        return path;
    }
}
