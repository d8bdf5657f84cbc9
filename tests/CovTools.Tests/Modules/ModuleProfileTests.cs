using CovTools.Modules;
using CovTools.Profiles;

namespace CovTools.Tests.Modules;

[Collection("LLVM tools")]
public sealed class ModuleProfileTests
{
    public static TheoryData<int> Releases => Toolchain.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void ProfileOfOneRunIsTheFileThatTheReleaseWrites(int major)
    {
        var tools = Toolchain.Require(major);
        var program = tools.Program();
        var raw = ProfileRuns.Run(program, "3", "6");

        var ours = ProfileRuns.Write(ProfileRuns.Sum(raw, program));

        ShouldBeSameFile(ours, tools.Merge(raw));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void SeveralRunsOfSeveralModulesAreSummedLikeTheReleaseDoes(int major)
    {
        var tools = Toolchain.Require(major);
        var program = tools.ShapesProgram();
        string[][] runs = [ProfileRuns.Run(program, "2"), ProfileRuns.Run(program, "7", "9"), ProfileRuns.Run(program)];

        var sums = ProfileRuns.Sum(runs.SelectMany(run => run), program, tools.Shapes());
        var ours = ProfileRuns.Write(sums);

        var theirs = tools.Merge(runs.SelectMany(run => ProfileRuns.ById(run, sums)));
        ShouldBeSameFile(ours, theirs);
        tools.Show(ours).ShouldBe(tools.Show(theirs));
        tools.Summary(ours, program, tools.Shapes()).ShouldBe(tools.Summary(theirs, program, tools.Shapes()));
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void StrippedModulesGiveTheSameProfile(int major)
    {
        var tools = Toolchain.Require(major);
        var program = tools.ShapesProgram();
        var raw = ProfileRuns.Run(program, "4");

        var whole = ProfileRuns.Write(ProfileRuns.Sum(raw, program, tools.Shapes()));
        var stripped = ProfileRuns.Write(ProfileRuns.Sum(raw, Toolchain.Strip(program), Toolchain.Strip(tools.Shapes())));

        ShouldBeSameFile(stripped, whole);
    }

    [Fact]
    public void RustSharedObjectGivesTheFileThatItsReleaseWrites()
    {
        var tools = Toolchain.Require(22);
        var (loader, library) = RustSample();
        var first = ProfileRuns.Run(loader, library, "5");
        var second = ProfileRuns.Run(loader, library, "0", "30");
        var sums = ProfileRuns.Sum([.. first, .. second], library);

        var ours = ProfileRuns.Write(sums);

        sums[0].Layout.Release.ShouldBe(new LlvmRelease(22));
        var theirs = tools.Merge([.. first, .. second]);
        ShouldBeSameFile(ours, theirs);
        tools.Summary(ours, library).ShouldBe(tools.Summary(theirs, library));
        ShouldBeSameFile(ProfileRuns.Write(ProfileRuns.Sum([.. first, .. second], Toolchain.Strip(library))), theirs);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void DecisionBitmapsOfSeveralRunsAreUnited(int major)
    {
        var tools = Toolchain.Require(major);
        var program = tools.Program("mcdc", "-fcoverage-mcdc");
        string[] raw = [.. ProfileRuns.Run(program, "1"), .. ProfileRuns.Run(program, "3", "4")];

        var ours = ProfileRuns.Write(ProfileRuns.Sum(raw, program));
        var stripped = ProfileRuns.Write(ProfileRuns.Sum(raw, Toolchain.Strip(program)));

        ShouldBeSameFile(ours, tools.Merge(raw));
        ShouldBeSameFile(stripped, ours);
    }

    [Theory]
    [InlineData(19)]
    [InlineData(22)]
    public void SingleByteCountersCountTheRuns(int major)
    {
        var tools = Toolchain.Require(major);
        var program = tools.Program("bytes", "-mllvm", "-enable-single-byte-coverage=true");
        string[] raw = [.. ProfileRuns.Run(program, "1"), .. ProfileRuns.Run(program, "3", "4"), .. ProfileRuns.Run(program, "3")];
        var sums = ProfileRuns.Sum(raw, program);

        var ours = ProfileRuns.Write(sums);

        sums[0].Layout.CounterSize.ShouldBe(1);
        ShouldBeSameFile(ours, tools.Merge(raw));
        ProfileRuns.Layout(Toolchain.Strip(program)).CounterSize.ShouldBe(1);
    }

    [Fact]
    public void ConcatenatedProfilesOfOneFileAreAllRead()
    {
        var tools = Toolchain.Require(19);
        var program = tools.ShapesProgram();
        var file = Path.Combine(Toolchain.Scratch(), "all.profraw");
        ToolRunner.Run(program, ["8"], ("LLVM_PROFILE_FILE", file));
        var sums = ProfileRuns.Sum([file], program, tools.Shapes());

        var ours = ProfileRuns.Write(sums);

        ProfileRuns.Read(file).Count.ShouldBe(2);
        tools.Show(ours).ShouldBe(tools.Show(tools.Merge(file)));
    }

    [Fact]
    public void ModulesOfSeveralReleasesGetTheFormatThatAllOfThemRead()
    {
        var older = new ModuleCounters(ProfileRuns.Layout(Toolchain.Require(16).Program()));
        var newer = new ModuleCounters(ProfileRuns.Layout(Toolchain.Require(22).Program()));
        using var stream = new MemoryStream();

        ModuleProfile.Write([newer, older], stream);

        stream.ToArray()[8].ShouldBe((byte)9);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(22)]
    public void ProfileWithoutModulesIsValid(int major)
    {
        var tools = Toolchain.Require(major);
        var empty = Path.Combine(Toolchain.Scratch(), "empty.proftext");
        File.WriteAllText(empty, "\n");

        var ours = ProfileRuns.Write([], new LlvmRelease(major));

        ShouldBeSameFile(ours, tools.Merge(empty));
    }

    private static (string Loader, string Library) RustSample()
    {
        var rustc = Toolchain.RequireRust();
        var loader = Toolchain.Build("loader", output => ToolRunner.Run("gcc", ["-o", output, Toolchain.Source("loader.c"), "-ldl"]));
        var library = Toolchain.Build("libsample.so", output => ToolRunner.Run(
            rustc, ["--crate-type", "cdylib", "-C", "instrument-coverage", "-C", "link-arg=-Wl,--build-id", "-o", output, Toolchain.Source("sample.rs")]));
        return (loader, library);
    }

    private static void ShouldBeSameFile(string ours, string theirs) =>
        File.ReadAllBytes(ours).AsSpan().SequenceEqual(File.ReadAllBytes(theirs)).ShouldBeTrue($"{ours} differs from {theirs}");
}
