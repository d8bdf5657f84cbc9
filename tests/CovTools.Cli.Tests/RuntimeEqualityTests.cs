using System.Diagnostics;

namespace CovTools.Cli.Tests;

/// <summary>
/// The profiles of a run are those that LLVM's own runtime writes when each script is a process, merged by llvm-profdata: byte for byte, for every compiler.
/// </summary>
public sealed class RuntimeEqualityTests : IDisposable
{
    private static readonly string s_fixture = Path.Combine(Repository.Root, "tests/Fixtures/equality");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-equality-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("clang++-14", "14", false)]
    [InlineData("clang++-14", "14", true)]
    [InlineData("clang++-16", "16", false)]
    [InlineData("clang++-16", "16", true)]
    [InlineData("clang++-19", "19", false)]
    [InlineData("clang++-19", "19", true)]
    [InlineData("clang++-22", "22", false)]
    [InlineData("clang++-22", "22", true)]
    [InlineData("rustc", "", false)]
    [InlineData("rustc", "", true)]
    public async Task TheCumulativeProfileIsWhatTheRuntimeAndMergeGive(string compiler, string llvm, bool stripped)
    {
        Components.RequireProgram(compiler);
        llvm = compiler == "rustc" ? await LlvmOfRustcAsync() : llvm;
        Components.RequireProgram($"llvm-profdata-{llvm}");
        await BuildAsync(compiler, stripped);
        var expected = await RunUnderTheRuntimeAsync(llvm);

        var result = await Tool.RunAsync(
            _folder.FullName, "run", Path.Combine(s_fixture, "scripts"), "--library-file", LibraryFile(), "--baseline", "b", "-o", "out", "--json", "--no-progress");

        result.ExitCode.ShouldBe(0, result.ToString());
        var actual = Path.Combine(_folder.FullName, "out/profdata/b/cumulative.profdata");
        if (!File.ReadAllBytes(actual).AsSpan().SequenceEqual(File.ReadAllBytes(expected)))
        {
            // The texts say which counter differs.
            (await TextAsync(llvm, actual)).ShouldBe(await TextAsync(llvm, expected));
            Assert.Fail("the profiles have the same content in other bytes");
        }

        await RequireSameTotalsAsync(llvm, result, actual);
    }

    private static async Task<string> CaptureAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
        return output;
    }

    private static async Task<string> LlvmOfRustcAsync()
    {
        var line = (await CaptureAsync("rustc", "-vV")).Split('\n').Single(line => line.StartsWith("LLVM version: ", StringComparison.Ordinal));
        return line["LLVM version: ".Length..].Split('.')[0];
    }

    private static Task<string> TextAsync(string llvm, string profile) => CaptureAsync($"llvm-profdata-{llvm}", "merge", "-text", profile, "-o", "-");

    private async Task BuildAsync(string compiler, bool stripped)
    {
        var library = Path.Combine(_folder.FullName, "library.so");
        if (compiler == "rustc")
        {
            await CaptureAsync("rustc", "--crate-type", "cdylib", "-C", "instrument-coverage", "-O", Path.Combine(s_fixture, "library.rs"), "-o", library);
        }
        else
        {
            await CaptureAsync(compiler, "-O1", "-shared", "-fPIC", "-fprofile-instr-generate", "-fcoverage-mapping", Path.Combine(s_fixture, "library.cpp"), "-o", library);
        }

        if (stripped)
        {
            await CaptureAsync("strip", "--strip-all", library);
        }

        File.Copy(Path.Combine(s_fixture, "fixture_library.py"), Path.Combine(_folder.FullName, "fixture_library.py"));
    }

    /// <summary>Each script as a process of its own, as its users would run it, and LLVM's merge of what they wrote.</summary>
    private async Task<string> RunUnderTheRuntimeAsync(string llvm)
    {
        var raw = _folder.CreateSubdirectory("raw").FullName;
        foreach (var (script, index) in Directory.GetFiles(Path.Combine(s_fixture, "scripts"), "*.py", SearchOption.AllDirectories).Order().Select((script, index) => (script, index)))
        {
            var start = new ProcessStartInfo("python3", [script]) { RedirectStandardError = true, RedirectStandardOutput = true };
            start.Environment["PYTHONPATH"] = _folder.FullName;
            start.Environment["LLVM_PROFILE_FILE"] = Path.Combine(raw, $"{index}.profraw");
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var merged = Path.Combine(_folder.FullName, "expected.profdata");
        await CaptureAsync($"llvm-profdata-{llvm}", ["merge", .. Directory.GetFiles(raw).Order(), "-o", merged]);
        return merged;
    }

    private async Task RequireSameTotalsAsync(string llvm, ToolResult result, string profile)
    {
        var summary = System.Text.Json.JsonDocument.Parse(
            await CaptureAsync($"llvm-cov-{llvm}", "export", "-summary-only", Path.Combine(_folder.FullName, "library.so"), "-instr-profile", profile));
        var expected = summary.RootElement.GetProperty("data")[0].GetProperty("totals");
        var actual = result.Json.GetProperty("buckets").EnumerateArray().Last().GetProperty("whole");
        foreach (var metric in new[] { "lines", "regions", "functions", "branches" })
        {
            actual.GetProperty(metric).GetProperty("covered").GetInt64().ShouldBe(expected.GetProperty(metric).GetProperty("covered").GetInt64(), metric);
            actual.GetProperty(metric).GetProperty("total").GetInt64().ShouldBe(expected.GetProperty(metric).GetProperty("count").GetInt64(), metric);
        }
    }

    private string LibraryFile()
    {
        var path = Path.Combine(_folder.FullName, "library.json");
        File.WriteAllText(path, $$"""{ "schema": 1, "name": "fixture", "modules": ["fixture_library"], "pythonPath": ["{{_folder.FullName}}"] }""");
        return path;
    }
}
