using System.Diagnostics;

namespace CovTools.Cli.Tests.Merge;

/// <summary>Bad inputs: the exit code and whether something is written are those of llvm-profdata, side by side; the reason is ours.</summary>
public sealed class FailureModeTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public FailureModeTests()
    {
        ProfileSamples.Make(19, Folder("good"), 2);
        File.Copy(Path.Combine(Folder("good"), "clang19-0000.profraw"), Folder("one.profraw"));
        File.WriteAllBytes(Folder("empty.profraw"), []);
        File.WriteAllBytes(Folder("cut.profraw"), File.ReadAllBytes(Folder("one.profraw"))[..^30]);
        File.WriteAllText(Folder("other.profraw"), "\u0001\u0002\u0003\u0004 is no profile");
        Directory.CreateDirectory(Folder("nothing"));
    }

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var mode in new[] { "any", "all", "warn" })
            {
                foreach (var inputs in new[]
                {
                    "one.profraw", "cut.profraw", "other.profraw", "missing.profraw", "one.profraw missing.profraw", "one.profraw cut.profraw", "cut.profraw other.profraw",
                    "one.profraw empty.profraw", "one.profraw empty.profraw cut.profraw", "good", "nothing",
                })
                {
                    data.Add(mode, inputs);
                }
            }

            return data;
        }
    }

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AsLlvmDoes(string mode, string inputs)
    {
        var theirs = await OracleAsync(["merge", $"-failure-mode={mode}", "-o", "theirs", .. inputs.Split(' ')]);

        var ours = await Tool.RunAsync(_workspace.Root, ["merge", "--llvm", "19", $"-failure-mode={mode}", "-o", "ours", .. inputs.Split(' ')]);

        ours.WithExitCode(theirs);
        File.Exists(Folder("ours")).ShouldBe(File.Exists(Folder("theirs")), ours.ToString());
        if (theirs == 0)
        {
            File.ReadAllBytes(Folder("ours")).ShouldBe(File.ReadAllBytes(Folder("theirs")));
        }
        else
        {
            ours.Error.ShouldContain("error: ");
        }

        Leftovers().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("any", "empty.profraw", 1)]
    [InlineData("all", "empty.profraw cut.profraw", 1)]
    [InlineData("warn", "empty.profraw cut.profraw", 0)]
    public async Task NothingReadableIsAFailureUnlessOnlyWarningsAreWanted(string mode, string inputs, int expected)
    {
        var result = await Tool.RunAsync(_workspace.Root, ["merge", "--failure-mode", mode, "-o", "ours", .. inputs.Split(' ')]);

        result.WithExitCode(expected);
        File.Exists(Folder("ours")).ShouldBe(expected == 0);
    }

    [Fact]
    public async Task ABadFileIsNamedWithOffsetAndReason()
    {
        var result = await Tool.RunAsync(_workspace.Root, "merge", "-o", "ours", "cut.profraw", "one.profraw", "empty.profraw");

        result.WithExitCode(1).Error.ShouldMatch("warning: cut.profraw: offset 0x[0-9a-f]+: .*end of the file");
        result.Error.ShouldContain("warning: empty.profraw: the file is empty");
        result.Error.ShouldContain("error: one input is bad: nothing was written (1 inputs merged, 1 empty, 1 bad");
    }

    [Fact]
    public async Task AFailureLeavesTheOldResult()
    {
        await File.WriteAllTextAsync(Folder("ours"), "before", TestContext.Current.CancellationToken);

        (await Tool.RunAsync(_workspace.Root, "merge", "-o", "ours", "cut.profraw", "one.profraw")).WithExitCode(1);

        (await File.ReadAllTextAsync(Folder("ours"), TestContext.Current.CancellationToken)).ShouldBe("before");
    }

    [Fact]
    public async Task ManyEmptyFilesAreCounted()
    {
        for (var number = 0; number < 25; number++)
        {
            await File.WriteAllBytesAsync(Path.Combine(Folder("good"), $"e{number}.profraw"), [], TestContext.Current.CancellationToken);
        }

        var result = (await Tool.RunAsync(_workspace.Root, "merge", "-o", "ours", "good")).WithExitCode(0);

        result.Error.Split('\n').Count(line => line.EndsWith("the file is empty", StringComparison.Ordinal)).ShouldBe(10);
        result.Error.ShouldContain("warning: and 15 more empty files");
        result.Error.ShouldContain("2 inputs merged, 25 empty, 0 bad");
    }

    [Fact]
    public async Task QuarantinedFilesAreMovedWithTheirReason()
    {
        Directory.CreateDirectory(Folder("bad"));
        await File.WriteAllTextAsync(Path.Combine(Folder("bad"), "cut.profraw"), "an earlier one", TestContext.Current.CancellationToken);

        var result = await Tool.RunAsync(_workspace.Root, "merge", "-o", "ours", "--failure-mode", "all", "--quarantine", "bad", "cut.profraw", "one.profraw", "empty.profraw", "cut.profraw");

        result.WithExitCode(0).Error.ShouldContain("2 files were moved to bad");
        Directory.GetFiles(Folder("bad")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(
            ["cut.profraw", "cut.profraw.2", "cut.profraw.2.reason.txt", "empty.profraw", "empty.profraw.reason.txt"]);
        (await File.ReadAllTextAsync(Path.Combine(Folder("bad"), "cut.profraw.2.reason.txt"), TestContext.Current.CancellationToken)).ShouldMatch("cut.profraw\noffset 0x.*\n");
        File.Exists(Folder("cut.profraw")).ShouldBeFalse();
        File.Exists(Folder("one.profraw")).ShouldBeTrue();
    }

    [Fact]
    public async Task AFailedMergeMovesNothing()
    {
        (await Tool.RunAsync(_workspace.Root, "merge", "-o", "ours", "--quarantine", "bad", "cut.profraw", "one.profraw")).WithExitCode(1);

        File.Exists(Folder("cut.profraw")).ShouldBeTrue();
        Directory.Exists(Folder("bad")).ShouldBeFalse();
    }

    [Fact]
    public async Task JsonTellsEverything()
    {
        var result = await Tool.RunAsync(_workspace.Root, "merge", "--llvm", "19", "--json", "-o", "ours", "--failure-mode", "all", "cut.profraw", "good", "empty.profraw");

        var json = result.WithExitCode(0).Json;
        json.GetProperty("schema").GetInt32().ShouldBe(1);
        json.GetProperty("output").GetString().ShouldBe("ours");
        json.GetProperty("failure").GetString().ShouldBeNull();
        json.GetProperty("release").GetInt32().ShouldBe(19);
        json.GetProperty("indexedVersion").GetInt32().ShouldBe(12);
        var inputs = json.GetProperty("inputs");
        new[] { "total", "merged", "empty", "bad" }.Select(name => inputs.GetProperty(name).GetInt32()).ShouldBe([4, 2, 1, 1]);
        inputs.GetProperty("listed").EnumerateArray().Select(entry => $"{entry.GetProperty("file")} {entry.GetProperty("status")}").ShouldBe(
            ["cut.profraw malformed", "empty.profraw empty"]);
        inputs.GetProperty("listed")[0].GetProperty("offset").GetInt64().ShouldBeGreaterThan(0);
        json.GetProperty("totals").GetProperty("records").GetInt32().ShouldBe(4);
    }

    private string Folder(string name) => Path.Combine(_workspace.Root, name);

    private IEnumerable<string> Leftovers() => Directory.EnumerateFiles(_workspace.Root, "*.tmp");

    private async Task<int> OracleAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(ProfileSamples.Profdata(19), arguments) { WorkingDirectory = _workspace.Root, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
