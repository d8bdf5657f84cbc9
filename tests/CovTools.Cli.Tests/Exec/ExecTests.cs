using System.Diagnostics;

namespace CovTools.Cli.Tests.Exec;

/// <summary>What <c>exec</c> does with a command, its exit code, its signals and its profile.</summary>
public sealed class ExecTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-exec-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task ItReportsTheProgramsAndLibrariesThatRan()
    {
        var program = EndingProgram.Require();
        var profile = At("out.profdata");

        var result = (await Run("-o", profile, "--", program)).WithExitCode(0);

        result.Output.ShouldContain("ends.cpp");
        result.Output.ShouldBe(await LlvmTools.CaptureAsync(LlvmTools.Cov, "report", program, "-instr-profile", profile));
        result.Error.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("_exit", 7)]
    [InlineData("SIGKILL", 137)]
    public async Task TheExitCodeIsTheCommandsUnlessItIsToBeIgnored(string way, int code)
    {
        var program = EndingProgram.Require();

        var result = (await Run("--", program, way)).WithExitCode(code);

        result.Output.ShouldContain("TOTAL");
        result.Error.ShouldContain($"the command ended with exit code {code}");
        (await Run("--ignore-exit-code", "--", program, way)).WithExitCode(0);
        (await Run("--ignore-exit-code", "--fail-under", "line=100", "--", program, way)).WithExitCode(3);
        (await Run("--fail-under", "line=100", "--", program, way)).WithExitCode(code);
    }

    [Fact]
    public async Task AGateAndAFormatOfReportAreTaken()
    {
        var program = EndingProgram.Require();

        var result = (await Run("--format", "csv", "--fail-under=line=99", "--output", At("a.csv"), "--", program)).WithExitCode(3);

        result.Output.ShouldBeEmpty();
        (await File.ReadAllTextAsync(At("a.csv"), TestContext.Current.CancellationToken)).ShouldContain("llvm,total");
    }

    [Fact]
    public async Task RunsAreAddedUp()
    {
        var program = EndingProgram.Require();
        var profile = At("sum.profdata");

        (await Run("--no-report", "-o", profile, "--append", "--", program)).WithExitCode(0);
        (await Run("--no-report", "-o", profile, "--append", "--", program, "children")).WithExitCode(0);
        EndingProgram.Calls(profile).ShouldBe(5UL);
        (await Run("--no-report", "-o", profile, "--", program)).WithExitCode(0);

        EndingProgram.Calls(profile).ShouldBe(1UL);
        await File.WriteAllTextAsync(profile, "damaged", TestContext.Current.CancellationToken);
        (await Run("--no-report", "-o", profile, "--append", "--", program)).WithExitCode(1).Error.ShouldContain(profile);
        (await File.ReadAllTextAsync(profile, TestContext.Current.CancellationToken)).ShouldBe("damaged");
    }

    [Theory]
    [InlineData("ls", 2, "the command stands behind --")]
    [InlineData("--", 2, "the command stands behind --")]
    [InlineData("--append|--|true", 2, "--append needs -o FILE")]
    [InlineData("-o|none/x.profdata|--|true", 2, "there is no folder")]
    [InlineData("--empty-profile|--|true", 2, "--empty-profile")]
    [InlineData("--format|lcov|--|true", 2, "written by export")]
    [InlineData("--fail-under|line=101|--|true", 2, "101")]
    [InlineData("--nonsense|--|true", 2, "there is no such option")]
    [InlineData("--|no-such-program", 4, "there is no program no-such-program")]
    public async Task WhatCannotBeIsSaidBeforeTheCommandRuns(string words, int code, string message) =>
        (await Run(words.Split('|'))).WithExitCode(code).Error.ShouldContain(message);

    [Fact]
    public async Task ACommandWithoutInstrumentedCodeMeasuresNothing()
    {
        (await Run("--", "true")).WithExitCode(5).Error.ShouldContain("nothing was measured");
        (await Run("--allow-empty", "--", "true")).WithExitCode(0).Error.ShouldContain("warning: nothing was measured");
        (await Run("--", "sh", "-c", "exit 9")).WithExitCode(9);
    }

    [Fact]
    public async Task TheCommandsWordsAndStreamsAreItsOwn()
    {
        var result = await Run("--allow-empty", "--", "sh", "-c", "printf '%s|' \"$@\"; echo err >&2", "sh", "--help", "@x", "-o", "a b", "--", "");

        result.Output.ShouldBe("--help|@x|-o|a b|--||");
        result.Error.ShouldStartWith("err\n");
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("USR1")]
    public async Task SignalsReachTheCommandAndItsCoverageIsReported(string signal)
    {
        var program = EndingProgram.Require();
        var script = $"trap 'echo got {signal}; exit 42' {signal}; {program}; touch ready; while :; do sleep 0.05; done";
        using var tool = Tool.Start(_folder.FullName, "exec", "--", "bash", "-c", script);
        for (var i = 0; i < 600 && !File.Exists(At("ready")); i++)
        {
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        await LlvmTools.CaptureAsync("kill", $"-{signal}", $"{tool.Id}");

        var result = (await Tool.FinishAsync(tool)).WithExitCode(42);
        result.Output.ShouldStartWith($"got {signal}\n");
        result.Output.ShouldContain("TOTAL");
    }

    [Fact]
    public async Task SignalsThatThisToolIgnoresAreNotIgnoredByTheCommand() =>
        (await Run("--allow-empty", "--", "sh", "-c", "kill -PIPE $$; echo alive")).WithExitCode(141).Output.ShouldBeEmpty();

    [Fact]
    public async Task AProcessThatRunsOnIsTold()
    {
        var program = EndingProgram.Require();

        var result = (await Run("--", "sh", "-c", $"{program}; sleep 20 >/dev/null 2>&1 & echo $!")).WithExitCode(0);

        var left = result.Output.Split('\n')[0];
        result.Error.ShouldContain($"still running: process {left}");
        using var process = Process.GetProcessById(int.Parse(left, System.Globalization.CultureInfo.InvariantCulture));
        process.Kill();
    }

    [Fact]
    public async Task AProgramThatIsRemovedAfterItRanStaysInTheProfile()
    {
        var program = EndingProgram.Require();
        var profile = At("p.profdata");

        var result = (await Run("-o", profile, "--", "sh", "-c", $"cp {program} ./gone && ./gone && sleep 1 && rm gone && {program}")).WithExitCode(0);

        EndingProgram.Calls(profile).ShouldBe(2UL);
        result.Output.ShouldContain("ends.cpp");
    }

    private Task<ToolResult> Run(params string[] words) => Tool.RunAsync(_folder.FullName, ["exec", .. words]);

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
