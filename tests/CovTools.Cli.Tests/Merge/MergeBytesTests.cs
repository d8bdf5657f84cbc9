using System.Diagnostics;
using System.Globalization;

namespace CovTools.Cli.Tests.Merge;

/// <summary>The result is, byte for byte, what llvm-profdata of the same release writes.</summary>
public sealed class MergeBytesTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public static TheoryData<int> Releases => [14, 16, 19, 22];

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task SomeProfiles(int major)
    {
        var inputs = ProfileSamples.Make(major, Folder("in"), 5);

        (await MergeAsync(major, inputs)).ShouldBe(await ProfileSamples.OracleAsync(major, _workspace.Root, inputs));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task ASparseResult(int major)
    {
        string[] arguments = ["-sparse", .. ProfileSamples.Make(major, Folder("in"), 3)];

        var ours = await MergeAsync(major, arguments);

        ours.ShouldBe(await ProfileSamples.OracleAsync(major, _workspace.Root, arguments));
        ours.Length.ShouldBeLessThan((await MergeAsync(major, arguments[1..])).Length);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task WeightedInputs(int major)
    {
        var inputs = ProfileSamples.Make(major, Folder("in"), 4);
        var list = Path.Combine(_workspace.Root, "list");
        await File.WriteAllTextAsync(list, $"# weights\n\n7,{inputs[2]}\n  {inputs[3]}\n", TestContext.Current.CancellationToken);
        string[] arguments = [inputs[0], $"-weighted-input=3,{inputs[1]}", "-input-files", list];

        (await MergeAsync(major, arguments)).ShouldBe(await ProfileSamples.OracleAsync(major, _workspace.Root, arguments));
    }

    [Fact]
    public async Task StandardInputAsAnInputTwice()
    {
        var inputs = ProfileSamples.Make(19, Folder("in"), 2);
        var result = Path.Combine(_workspace.Root, "result.profdata");
        using var merge = Process.Start("bash", ["-c", "cat \"$1\" | dotnet exec \"$2\" merge --llvm 19 -o \"$3\" - \"$4\" --weighted-input 2,-", "bash", inputs[0], Tool.Path, result, inputs[1]]);
        await merge.WaitForExitAsync(TestContext.Current.CancellationToken);

        merge.ExitCode.ShouldBe(0);
        (await File.ReadAllBytesAsync(result, TestContext.Current.CancellationToken))
            .ShouldBe(await ProfileSamples.OracleAsync(19, _workspace.Root, inputs[0], inputs[1], $"-weighted-input=2,{inputs[0]}"));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public async Task TextOutput(int major)
    {
        string[] arguments = ["-text", .. ProfileSamples.Make(major, Folder("in"), 2)];

        (await MergeAsync(major, arguments)).ShouldBe(await ProfileSamples.OracleAsync(major, _workspace.Root, arguments));
    }

    [Fact]
    public async Task ProfilesOfDifferentRawVersionsInOneCommand()
    {
        var old = ProfileSamples.Make(14, Folder("old"), 3);
        var recent = ProfileSamples.Make(19, Folder("new"), 3);
        await ProfileSamples.OracleAsync(14, _workspace.Root, old);

        // As text, which has no build ids: the indexed format of LLVM 14 has none, so the way through it loses them.
        var ours = await MergeAsync(19, ["-text", .. old, .. recent]);

        ours.ShouldBe(await ProfileSamples.OracleAsync(19, _workspace.Root, ["-text", Path.Combine(_workspace.Root, "oracle14.profdata"), .. recent]));
    }

    [Fact]
    public async Task IndexedInputsAndAFolder()
    {
        var inputs = ProfileSamples.Make(19, Folder("in"), 4);
        await ProfileSamples.OracleAsync(19, _workspace.Root, inputs[0], inputs[1]);
        File.Move(Path.Combine(_workspace.Root, "oracle19.profdata"), Path.Combine(Folder("in"), "half.profdata"));

        (await MergeAsync(19, [Folder("in")])).ShouldBe(await ProfileSamples.OracleAsync(19, _workspace.Root, Folder("in")));
    }

    [Theory]
    [InlineData("@")]
    [InlineData("-f=")]
    [InlineData("")]
    public async Task ThousandsOfInputs(string how)
    {
        const int Count = 5000;
        var originals = ProfileSamples.Make(19, Folder("originals"), 10);
        Directory.CreateDirectory(Folder("in"));
        var inputs = Enumerable.Range(0, Count).Select(number => Path.Combine(Folder("in"), $"a rather long name so that the arguments would be too long {number:00000}.profraw")).ToList();
        foreach (var (path, number) in inputs.Select((path, number) => (path, number)))
        {
            File.Copy(originals[number % originals.Count], path);
        }

        var list = Path.Combine(_workspace.Root, "list");
        await File.WriteAllLinesAsync(list, inputs, TestContext.Current.CancellationToken);

        var ours = await MergeAsync(19, [how.Length == 0 ? Folder("in") : how + list]);

        // A profile that is merged 500 times counts 500 fold.
        ours.ShouldBe(await ProfileSamples.OracleAsync(19, _workspace.Root, originals.Select(path => $"-weighted-input={Count / originals.Count},{path}")));
    }

    [Fact]
    public async Task TextOnStandardOutput()
    {
        var inputs = ProfileSamples.Make(19, Folder("in"), 2);

        var result = (await Tool.RunAsync(_workspace.Root, ["merge", "-text", "--llvm=19", .. inputs])).WithExitCode(0);

        result.Output.ShouldBe(await LlvmTools.CaptureAsync(ProfileSamples.Profdata(19), ["merge", "-text", .. inputs]));
    }

    [Theory]
    [InlineData("-temporal-profile-max-trace-length=2")]
    [InlineData("-temporal-profile-trace-reservoir-size=2")]
    public async Task TemporalTraces(string option)
    {
        var program = ProfileSamples.Compile(19, "-fno-profile-instr-generate", "-fno-coverage-mapping", "-fprofile-generate", "-mllvm", "-pgo-temporal-instrumentation");
        string[] arguments = [option, .. Enumerable.Range(0, 5).Select(run => ProfileSamples.Run(program, Folder($"{run}.profraw"), run))];

        var ours = await MergeAsync(19, arguments);

        ours.ShouldBe(await ProfileSamples.OracleAsync(19, _workspace.Root, arguments));
        ours.ShouldNotBe(await MergeAsync(19, arguments[1..]));
    }

    [Fact]
    public async Task RawProfilesLaidOutForAnOlderRelease()
    {
        var inputs = ProfileSamples.Make(19, Folder("in"), 3);
        var older = Folder("older.profraw");

        (await Tool.RunAsync(_workspace.Root, ["merge", "--raw-version", "8", "-o", older, .. inputs])).WithExitCode(0);

        var expected = await MergeAsync(14, inputs);
        (await ProfileSamples.OracleAsync(14, _workspace.Root, older)).ShouldBe(expected);
    }

    [Fact]
    public async Task ProfilesThatNeedTheirBinary()
    {
        var binary = ProfileSamples.Compile(19, "-mllvm", "-profile-correlate=binary");
        var profile = ProfileSamples.Run(binary, Folder("correlated.profraw"), 5);

        (await MergeAsync(19, ["--binary-file", binary, profile])).ShouldBe(await ProfileSamples.OracleAsync(19, _workspace.Root, $"-binary-file={binary}", profile));

        (await Tool.RunAsync(_workspace.Root, "merge", "-o", "none", profile)).WithExitCode(1).Error.ShouldContain("correlated.profraw: offset");
    }

    private string Folder(string name) => Path.Combine(_workspace.Root, name);

    private async Task<byte[]> MergeAsync(int major, IReadOnlyList<string> arguments)
    {
        var output = Path.Combine(_workspace.Root, "ours.profdata");
        (await Tool.RunAsync(_workspace.Root, ["merge", "--llvm", major.ToString(CultureInfo.InvariantCulture), "-o", output, .. arguments])).WithExitCode(0);
        return await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
    }
}
