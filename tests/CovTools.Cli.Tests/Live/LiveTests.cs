using System.Diagnostics;
using System.Text.Json;

namespace CovTools.Cli.Tests.Live;

/// <summary>The verb <c>live</c> on a program that waits for its input.</summary>
public sealed class LiveTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-live-");
    private readonly Process _process;

    public LiveTests()
    {
        Components.RequireProgram("clang-19");
        var name = $"serve{Environment.ProcessId % 10000}{_folder.Name[^4..]}";
        using var compiler = Process.Start(
            "clang-19", ["-O0", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", Path.Combine(Repository.Root, "tests/Fixtures/live/serve.c"), "-o", At(name), "-ldl"]);
        compiler.WaitForExit();
        compiler.ExitCode.ShouldBe(0);
        Program = At(name);
        var start = new ProcessStartInfo(Program) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["LLVM_PROFILE_FILE"] = "/dev/null";
        _process = Process.Start(start)!;
        _process.StandardOutput.ReadLine().ShouldBe("ready");
    }

    private string Program { get; }

    private string Id => $"{_process.Id}";

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task ItListsModulesByIdNameOrPath()
    {
        foreach (var name in new[] { Id, Path.GetFileName(Program), Program })
        {
            var result = (await Run(name)).WithExitCode(0);

            result.Output.Split('\n')[0].ShouldEndWith($"  {Program}");
            result.Output.ShouldContain("1 of         11 counters");
        }

        var json = (await Run(Id, "--json")).WithExitCode(0).Json;
        json.GetProperty("process").GetInt32().ShouldBe(_process.Id);
        json.GetProperty("modules")[0].GetProperty("path").GetString().ShouldBe(Program);
        json.GetProperty("covered").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("now.profraw")]
    [InlineData("now.profdata")]
    public async Task ASnapshotIsReadByLlvmAndTheCountersAreResetAfterIt(string name)
    {
        Ask("work 9");

        (await Run(Id, "--snapshot", At(name), "--reset")).WithExitCode(0);

        await LlvmTools.CaptureAsync(LlvmTools.Profdata, "merge", "-o", At("merged.profdata"), At(name));
        (await LlvmTools.CaptureAsync(LlvmTools.Profdata, "show", "--function=serve_work", "--counts", At("merged.profdata"))).ShouldContain("Function count: 1");
        (await Run(Id, "--json")).Json.GetProperty("covered").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task WatchingTellsNewFunctionsAndLinesAsTheyAreReached()
    {
        using var tool = Tool.Start(_folder.FullName, "live", Id, "--watch", "--interval", "0.1", "--json");
        (await NextAsync(tool)).GetProperty("new").GetInt32().ShouldBe(0);

        Ask("work 9");

        JsonElement look;
        do
        {
            look = await NextAsync(tool);
        }
        while (look.GetProperty("new").GetInt32() == 0);
        look.GetProperty("rate").GetDouble().ShouldBeGreaterThan(0);
        look.GetProperty("reached").EnumerateArray().Select(item => item.GetString()).ShouldContain("serve_work (serve.c:9)");
        RunProcesses.Send(tool.Id, RunProcesses.Interrupt);
        await tool.WaitForExitAsync(TestContext.Current.CancellationToken);
        tool.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task WatchingEndsWithTheProcessAndPrintsPlainLinesWhenRedirected()
    {
        using var tool = Tool.Start(_folder.FullName, "live", Id, "--watch", "--interval", "0.1");
        (await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldContain("1 of         11 counters");
        Ask("work 1");
        (await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldContain("serve_work");

        _process.Kill();

        (await Tool.FinishAsync(tool)).WithExitCode(0);
    }

    [Theory]
    [InlineData("no-such-program-at-all", 2, "no process is called")]
    [InlineData("2147483647", 4, "there is no process 2147483647")]
    public async Task AProcessThatIsNotThereIsSaid(string name, int code, string message) => (await Run(name)).WithExitCode(code).Error.ShouldContain(message);

    [Fact]
    public async Task WhatIsWrongIsSaid()
    {
        (await Run(Id, "--snapshot", "x.txt")).WithExitCode(2).Error.ShouldContain(".profraw or .profdata");
        (await Run(Id, "--interval", "0")).WithExitCode(2).Error.ShouldContain("--interval");
        using var sleeping = Process.Start("sleep", "60");
        (await Run($"{sleeping.Id}")).WithExitCode(5).Error.ShouldContain("no instrumented module");
        sleeping.Kill();
    }

    [Fact]
    public async Task AnotherUserIsToldWhoMayRead()
    {
        Components.Require(Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "this test changes its user, so it must be root and have setpriv");
        var program = Path.Combine(AppContext.BaseDirectory, "dotnet-cov-collect.dll");
        var start = new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "--", "dotnet", "exec", program, "live", Id])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        };
        start.Environment["HOME"] = "/tmp";
        using var tool = Process.Start(start)!;

        var result = await Tool.FinishAsync(tool);

        // Where nobody may not even read the tool, there is nothing to see.
        Components.Require(result.ExitCode == 4 || !result.Error.Contains("denied", StringComparison.OrdinalIgnoreCase), "user nobody cannot run the tool from here");
        result.WithExitCode(4).Error.ShouldContain("it belongs to user 0, this is user 65534");
    }

    [Fact]
    public async Task TheOptionsThatThePageNamesExist()
    {
        foreach (var verb in new[] { "exec", "live", "doctor" })
        {
            var help = (await Tool.RunAsync(_folder.FullName, verb, "--help")).Output;
            var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, $"docs/{verb}.md"), TestContext.Current.CancellationToken);
            var named = System.Text.RegularExpressions.Regex.Matches(page, @"(?<![\w-])--[a-z][a-z-]+[a-z]").Select(match => match.Value).Distinct().Except(["--test-dir"]).ToList();

            named.ShouldNotBeEmpty();
            named.Where(option => !help.Contains(option, StringComparison.Ordinal)).ShouldBeEmpty(verb);
        }
    }

    private static async Task<JsonElement> NextAsync(Process tool) =>
        JsonDocument.Parse((await tool.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull()).RootElement;

    private void Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
        _process.StandardOutput.ReadLine().ShouldNotBeNull();
    }

    private Task<ToolResult> Run(params string[] words) => Tool.RunAsync(_folder.FullName, ["live", .. words]);

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
