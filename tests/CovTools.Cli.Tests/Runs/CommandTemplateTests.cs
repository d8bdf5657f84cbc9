namespace CovTools.Cli.Tests;

/// <summary>A program that reads a file instead of a Python library: each input is a process of its own.</summary>
public sealed class CommandTemplateTests : IDisposable
{
    private static readonly string s_source = Path.Combine(Repository.Root, "tests/Fixtures/harness/harness.c");

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData("memory")]
    [InlineData("profraw")]
    public async Task InputsOfAHarnessAreCollectedLikeScripts(string capture)
    {
        var (harness, library) = await PrepareAsync();
        Input("seed/ok-1.bin", "xyz");
        Input("seed/ok-2.bin", "");
        Input("seed/exit.bin", "e");
        Input("crashes/abort.bin", "a");
        Input("crashes/segv.bin", "c with more bytes");
        Input("hangs/loop.bin", "h");
        Input("seed/ignored.txt", "n");

        var result = (await RunAsync(library, "--capture", capture)).WithBalancedLedger();

        StoredRun.Read(_workspace.Store).Endings.ShouldBe(
            new Dictionary<string, string>
            {
                ["seed/ok-1.bin"] = "ok",
                ["seed/ok-2.bin"] = "ok",
                ["seed/exit.bin"] = "exit:3",
                ["crashes/abort.bin"] = "signal:6",
                ["crashes/segv.bin"] = "signal:11",
                ["hangs/loop.bin"] = "timeout",
            },
            ignoreOrder: true);
        var isMemory = capture == "memory";
        result.WithExitCode(isMemory ? 0 : 1).Ledger("coverageLost").ShouldBe(isMemory ? 0 : 3);
        var functions = await CoveredFunctionsAsync(harness);
        functions.ShouldContain("main");
        functions.ShouldContain("harness.c:sum");
        functions.Contains("harness.c:crash").ShouldBe(isMemory);
        functions.Contains("harness.c:give_up").ShouldBe(isMemory);
        functions.Contains("harness.c:hang").ShouldBe(isMemory);
        functions.ShouldNotContain("harness.c:never");
        LlvmTools.Totals(result.Json.GetProperty("buckets").EnumerateArray().Last().GetProperty("whole"))
            .ShouldBe(await LlvmTools.TotalsAsync(_workspace.Cumulative, [harness]), ignoreOrder: true);
    }

    [Fact]
    public async Task TheProfileIsWhatTheRuntimeItselfWrites()
    {
        var (harness, library) = await PrepareAsync();
        string[] inputs = ["xyz", "", "e", "longer than the others"];
        var raw = new List<string>();
        for (var index = 0; index < inputs.Length; index++)
        {
            var file = Input($"i/{index}.bin", inputs[index]);
            raw.Add(Path.Combine(_workspace.Root, $"{index}.profraw"));
            await LlvmTools.CaptureAsync("sh", "-c", $"LLVM_PROFILE_FILE={raw[^1]} {harness} {file} || test $? = 3");
        }

        var expected = Path.Combine(_workspace.Root, "expected.profdata");
        await LlvmTools.CaptureAsync(LlvmTools.Profdata, ["merge", "-o", expected, .. raw]);

        (await RunAsync(library)).WithExitCode(0);

        (await TextAsync(_workspace.Cumulative)).ShouldBe(await TextAsync(expected));
    }

    [Fact]
    public async Task ACommandThatIsNotThereIsSaidBeforeAnythingRuns()
    {
        var library = Path.Combine(_workspace.Root, "library.json");
        await File.WriteAllTextAsync(
            library, """{"schema":1,"name":"harness","command":["/nowhere/harness","{script}"],"pattern":"**/*.bin"}""", TestContext.Current.CancellationToken);
        Input("i/0.bin", "x");

        var result = await RunAsync(library);

        result.ExitCode.ShouldBe(1, result.ToString());
        result.Error.ShouldContain("/nowhere/harness");
        result.Error.ShouldNotContain("   at CovTools");
    }

    private static Task<string> TextAsync(string profile) => LlvmTools.CaptureAsync(LlvmTools.Profdata, "merge", "-text", profile, "-o", "-");

    private async Task<(string Harness, string Library)> PrepareAsync()
    {
        LlvmTools.Require();
        Components.RequireProgram("clang-19");
        var harness = Path.Combine(_workspace.Root, "harness");
        await LlvmTools.CaptureAsync(
            "clang-19", "-O1", "-g", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id=sha1", s_source, "-o", harness);
        var library = Path.Combine(_workspace.Root, "library.json");
        await File.WriteAllTextAsync(
            library, $$"""{"schema":1,"name":"harness","command":["{{harness}}","{script}"],"pattern":"**/*.bin"}""", TestContext.Current.CancellationToken);
        return (harness, library);
    }

    private string Input(string path, string content) => _workspace.Script(path, content);

    private Task<ToolResult> RunAsync(string library, params string[] more) => Tool.RunAsync(
        _workspace.Root,
        ["run", _workspace.Corpus, "--library-file", library, "--baseline", "b", "--timeout", "2", "-o", _workspace.Output, "--json", "--no-progress", .. more]);

    /// <summary>Functions with a count above zero, named as in the profile: those of one file carry its name.</summary>
    private async Task<IReadOnlyList<string>> CoveredFunctionsAsync(string harness)
    {
        var json = await LlvmTools.CaptureAsync(LlvmTools.Cov, "export", $"-instr-profile={_workspace.Cumulative}", harness);
        using var document = System.Text.Json.JsonDocument.Parse(json);
        return
        [
            .. document.RootElement.GetProperty("data")[0].GetProperty("functions").EnumerateArray()
                .Where(function => function.GetProperty("count").GetInt64() > 0)
                .Select(function => function.GetProperty("name").GetString()!),
        ];
    }
}
