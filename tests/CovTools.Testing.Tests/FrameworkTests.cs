using System.Diagnostics;
using System.Globalization;

namespace CovTools.Testing.Tests;

/// <summary>Test projects of all frameworks, under VSTest and under Microsoft.Testing.Platform.</summary>
[Collection(LabCollection.Name)]
public sealed class FrameworkTests(Lab lab)
{
    private const string Collects = "-p:CovToolsCollectNative=true";

    // The runner of MSTest refuses VSTest; xunit 2 has none of the platform.
    private static readonly string[] s_all = ["WithMSTest", "WithNUnit", "WithXunit2", "WithXunit3"];
    private static readonly string[] s_platform = ["WithMSTestRunner", "WithNUnit", "WithXunit3"];

    [Fact]
    public async Task UnderVsTestEveryFrameworkGivesTheCountsOfARunByHandAndOneResult()
    {
        var expected = await lab.RunByHandAsync("19");
        var results = lab.NewFolder();

        var output = await Command.SucceedAsync(lab.Solution, lab.Environment, "dotnet", "test", await lab.FilterAsync("VsTest.slnf", s_all), "--no-build", Collects, $"-p:CovToolsTestResults={results}");

        expected.Keys.ShouldContain(name => name.Contains("at_end", StringComparison.Ordinal));
        var profiles = Lab.Profiles(results);
        profiles.Keys.ShouldBe(s_all);
        foreach (var (project, profile) in profiles)
        {
            (await lab.CountsAsync(profile)).ShouldBe(expected, project);
        }

        output.ShouldContain("LLVM coverage of 4 test projects: line ");
        await ShouldBeLlvmsReportAsync(results);
        File.Exists(Path.Combine(results, "coverage.cobertura.xml")).ShouldBeTrue();
    }

    [Fact]
    public async Task UnderThePlatformEveryFrameworkGivesTheCountsOfARunByHandAndOneResult()
    {
        var expected = await lab.RunByHandAsync("19");
        var results = lab.NewFolder();

        var result = await TestOnPlatformAsync(results, []);

        result.ExitCode.ShouldBe(0, result.Output);
        var profiles = Lab.Profiles(results);
        profiles.Keys.ShouldBe(s_platform);
        foreach (var (project, profile) in profiles)
        {
            (await lab.CountsAsync(profile)).ShouldBe(expected, project);
        }

        await ShouldBeLlvmsReportAsync(results);
    }

    [Theory]
    [InlineData("kill", "WithMSTest", "WithNUnit", "WithXunit2", "WithXunit3")]
    [InlineData("failfast", "WithMSTest", "WithNUnit", "WithXunit2")] // Without the one of which VSTest needs a minute to see that it is gone.
    [InlineData("crash", "WithMSTest", "WithNUnit", "WithXunit2")]
    public async Task UnderVsTestAHostThatDiesLosesNothing(string end, params string[] projects)
    {
        var expected = Lab.WithoutEnd(await lab.RunByHandAsync("19"));
        var results = lab.NewFolder();

        var result = await Command.RunAsync(
            lab.Solution, lab.With(("PROBE_END", end)), "dotnet", "test", await lab.FilterAsync("VsTest.slnf", projects), "--no-build", Collects, $"-p:CovToolsTestResults={results}");

        result.ExitCode.ShouldBe(1, result.Output);
        var profiles = Lab.Profiles(results);
        profiles.Keys.ShouldBe(projects);
        foreach (var (project, profile) in profiles)
        {
            Lab.WithoutEnd(await lab.CountsAsync(profile)).ShouldBe(expected, project);
        }
    }

    [Theory]
    [InlineData("WithMSTestRunner")]
    [InlineData("WithNUnit")]
    [InlineData("WithXunit3")]
    public async Task AHangingHostOfThePlatformThatIsKilledFromOutsideLosesNothing(string project)
    {
        var expected = Lab.WithoutEnd(await lab.RunByHandAsync("19"));
        var (results, mark) = (lab.NewFolder(), lab.NewFolder());
        var program = Path.Combine(lab.Solution, project, "bin", "Debug", "net10.0", project);

        var running = Command.RunAsync(
            lab.Solution, lab.With(("PROBE_END", "hang"), ("PROBE_MARK", mark)), program, "--llvm-coverage", "--llvm-coverage-results", results, "--llvm-coverage-project", project);
        while (!File.Exists(mark) && !running.IsCompleted)
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        File.Exists(mark).ShouldBeTrue(running.IsCompleted ? (await running).Output : "");
        using (var host = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(mark, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture)))
        {
            host.Kill();
        }

        var result = await running;
        result.ExitCode.ShouldNotBe(0, result.Output);
        Lab.WithoutEnd(await lab.CountsAsync(Lab.Profiles(results)[project])).ShouldBe(expected);
    }

    [Theory]
    [InlineData("kill")]
    [InlineData("failfast")]
    [InlineData("crash")]
    public async Task UnderThePlatformAHostThatDiesLosesNothing(string end)
    {
        var expected = Lab.WithoutEnd(await lab.RunByHandAsync("19"));
        var results = lab.NewFolder();

        var result = await TestOnPlatformAsync(results, [("PROBE_END", end)]);

        result.ExitCode.ShouldNotBe(0, result.Output);
        var profiles = Lab.Profiles(results);
        profiles.Keys.ShouldBe(s_platform);
        foreach (var (project, profile) in profiles)
        {
            Lab.WithoutEnd(await lab.CountsAsync(profile)).ShouldBe(expected, project);
        }
    }

    [Fact]
    public async Task AHangingHostThatVsTestEndsLosesNothing()
    {
        var expected = Lab.WithoutEnd(await lab.RunByHandAsync("19"));
        var results = lab.NewFolder();

        var result = await Command.RunAsync(
            lab.Solution,
            lab.With(("PROBE_END", "hang")),
            "dotnet", "test", "WithMSTest", "--no-build", Collects, $"-p:CovToolsTestResults={results}", "--blame-hang-timeout", "3s", "--blame-hang-dump-type", "none");

        result.ExitCode.ShouldBe(1, result.Output);
        Lab.WithoutEnd(await lab.CountsAsync(Lab.Profiles(results)["WithMSTest"])).ShouldBe(expected);
    }

    [Fact]
    public async Task TheResultOfTheSolutionIsCheckedOnceAfterTheLastTestProject()
    {
        var results = lab.NewFolder();
        var filter = await lab.FilterAsync("Gated.slnf", "WithXunit2", "WithNUnit");
        var gate = Path.Combine(lab.Solution, "Directory.Solution.targets");
        await File.WriteAllTextAsync(gate, """
            <Project>
              <Target Name="CheckNativeCoverage" AfterTargets="VSTest">
                <MSBuild Projects="WithNUnit/WithNUnit.csproj" Targets="CovTestCheck" />
              </Target>
            </Project>
            """, TestContext.Current.CancellationToken);
        try
        {
            var good = await Command.RunAsync(
                lab.Solution, lab.Environment, "dotnet", "test", filter, "--no-build", Collects, "-p:WantedLines=50", $"-p:CovToolsTestResults={results}");
            var bad = await Command.RunAsync(
                lab.Solution, lab.Environment, "dotnet", "test", filter, "--no-build", Collects, "-p:WantedLines=99", $"-p:CovToolsTestResults={results}");

            good.ExitCode.ShouldBe(0, good.Output);
            bad.ExitCode.ShouldBe(1, bad.Output);
            bad.Output.Split('\n').Count(line => line.Contains("error COV4501: coverage is below the threshold: total: line ", StringComparison.Ordinal)).ShouldBe(1, bad.Output);
        }
        finally
        {
            File.Delete(gate);
        }
    }

    [Fact]
    public async Task WithoutItVsTestLosesAProfileThatTakesLong()
    {
        var folder = Directory.CreateDirectory(lab.NewFolder()).FullName;

        await Command.SucceedAsync(
            lab.Solution, lab.With(("LLVM_PROFILE_FILE", Path.Combine(folder, "%p-%m.profraw"))), "dotnet", "test", "WithMSTest", "--no-build");

        Directory.GetFiles(folder, "*.profraw").Where(file => new FileInfo(file).Length > 0).ShouldBeEmpty();
    }

    [Fact]
    public async Task CollectingByTheNameOfTheCollectorIsEnough()
    {
        var results = lab.NewFolder();

        var output = await Command.SucceedAsync(
            lab.Solution, lab.Environment, "dotnet", "test", "WithXunit2", "--no-build", "--collect", "LLVM Coverage", $"-p:CovToolsTestResults={results}");

        output.ShouldContain("LLVM coverage of 1 test project: line ");
        Lab.Profiles(results).Keys.ShouldBe(["WithXunit2"]);
    }

    [Fact]
    public async Task WithoutABuildTheCollectorAttachesTheResult()
    {
        var expected = Lab.WithoutEnd(await lab.RunByHandAsync("19"));
        var results = lab.NewFolder();
        var collector = Path.Combine(lab.Root, "cache", "covtools.testing", "0.1.0", "collector", "net10.0");

        await Command.SucceedAsync(
            lab.Solution, lab.Environment, "dotnet", "vstest", "WithNUnit/bin/Debug/net10.0/WithNUnit.dll", "--collect:LLVM Coverage", $"--TestAdapterPath:{collector}", $"--ResultsDirectory:{results}");

        var profile = Directory.GetFiles(results, "coverage.profdata", SearchOption.AllDirectories).ShouldHaveSingleItem();
        Lab.WithoutEnd(await lab.CountsAsync(profile)).ShouldBe(expected);
        Directory.GetFiles(results, "coverage.txt", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    private async Task<Command> TestOnPlatformAsync(string results, (string Name, string? Value)[] environment)
    {
        var runner = Path.Combine(lab.Solution, "global.json");
        await File.WriteAllTextAsync(runner, """{ "test": { "runner": "Microsoft.Testing.Platform" } }""", TestContext.Current.CancellationToken);
        var filter = await lab.FilterAsync("Platform.slnf", s_platform);
        try
        {
            return await Command.RunAsync(
                lab.Solution, lab.With(environment), "dotnet", "test", "--solution", filter, "--no-build", Collects, $"-p:CovToolsTestResults={results}");
        }
        finally
        {
            File.Delete(runner);
        }
    }

    private async Task ShouldBeLlvmsReportAsync(string results)
    {
        var report = await Command.SucceedAsync(lab.Root, lab.Environment, "llvm-cov-19", "report", lab.Library, $"-instr-profile={Path.Combine(results, "coverage.profdata")}");

        (await File.ReadAllTextAsync(Path.Combine(results, "coverage.txt"), TestContext.Current.CancellationToken)).ShouldBe(report);
    }
}
