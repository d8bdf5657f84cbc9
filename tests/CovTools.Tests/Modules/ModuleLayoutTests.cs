using System.Text;
using CovTools.Modules;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Modules;

[Collection("LLVM tools")]
public sealed class ModuleLayoutTests
{
    public static TheoryData<int> Releases => Toolchain.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void ReleaseAndRawVersionAreKnownAlsoOfStrippedFiles(int major)
    {
        var tools = Toolchain.Require(major);
        var whole = ProfileRuns.Layout(tools.Shapes());
        var stripped = ProfileRuns.Layout(Toolchain.Strip(tools.Shapes()));

        (whole.Release, whole.RawVersion).ShouldBe((new LlvmRelease(major), new LlvmRelease(major).RawVersion));
        ShouldBeSame(stripped, whole);
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void StrippedFilesWithoutCommentAreStillReadRight(int major)
    {
        var tools = Toolchain.Require(major);
        var whole = ProfileRuns.Layout(tools.Program());
        var bare = Toolchain.Build($"bare{major}", output => ToolRunner.Run("objcopy", ["--strip-all", "--remove-section=.comment", tools.Program(), output]));

        var layout = ProfileRuns.Layout(bare);

        layout.Functions.ShouldBe(whole.Functions);
        layout.Release.ShouldBeLessThanOrEqualTo(whole.Release);
        layout.CounterSize.ShouldBe(8);
    }

    [Fact]
    public void FunctionsTileTheCountersAndHaveNames()
    {
        var layout = ProfileRuns.Layout(Toolchain.Require(19).Program());

        layout.Functions.Sum(function => function.CounterCount).ShouldBe(layout.CounterCount);
        layout.Functions.Select(function => Name(layout, function)).ShouldBe(
            ["program.c:pick", "program.c:weigh", "main", "never"], ignoreOrder: true);
        layout.CounterBytes.ShouldBe(layout.CounterCount * 8);
    }

    [Theory]
    [InlineData("i386-linux-gnu")]
    [InlineData("powerpc-linux-gnu")]
    [InlineData("powerpc64-linux-gnu")]
    [InlineData("s390x-linux-gnu")]
    [InlineData("aarch64-linux-gnu")]
    [InlineData("armv7-linux-gnueabihf")]
    public void ModulesOfOtherMachinesHaveTheSameFunctionsAndAcceptOurProfile(string target)
    {
        var tools = Toolchain.Require(19);
        var module = ForeignModules.Link(target);
        var native = ProfileRuns.Layout(tools.Program());
        var layout = ProfileRuns.Layout(module);
        var counters = new ModuleCounters(layout);
        counters.Add(EveryCounter(layout));

        var summary = tools.Summary(ProfileRuns.Write([counters]), module);

        layout.CounterCount.ShouldBe(native.CounterCount);
        layout.Functions.OrderBy(function => function.NameHash).Select(function => (function.NameHash, function.FunctionHash, function.CounterCount))
            .ShouldBe(native.Functions.OrderBy(function => function.NameHash).Select(function => (function.NameHash, function.FunctionHash, function.CounterCount)));
        summary.ShouldContain("\"functions\":{\"count\":4,\"covered\":4,\"percent\":100}");
        summary.ShouldNotContain("\"lines\":{\"count\":0");
    }

    [Fact]
    public void FilesWithoutCountersAreRefusedWithAHint()
    {
        using var source = new FileByteSource("/usr/bin/env");
        var elf = ElfObject.Read(source);

        ModuleLayout.HasCounters(elf).ShouldBeFalse();
        Should.Throw<MalformedDataException>(() => ModuleLayout.Read(elf)).Message.ShouldContain("-fprofile-instr-generate");
    }

    [Theory]
    [InlineData("", "fnvcbf29ce484222325")]
    [InlineData("a", "fnvaf63dc4c8601ec8c")]
    [InlineData("foobar", "fnv85944171f73967e8")]
    public void ModulesWithoutBuildIdAreNamedByTheFnvHashOfTheirNames(string names, string id) =>
        ModuleIdentity.OfNames(Encoding.ASCII.GetBytes(names)).ShouldBe(id);

    private static void ShouldBeSame(ModuleLayout left, ModuleLayout right)
    {
        left.Functions.ShouldBe(right.Functions);
        (left.Id, left.RawVersion, left.Release, left.CounterSize, left.CounterCount, left.BitmapSize)
            .ShouldBe((right.Id, right.RawVersion, right.Release, right.CounterSize, right.CounterCount, right.BitmapSize));
    }

    private static string Name(ModuleLayout layout, ModuleFunction function)
    {
        layout.Names.TryGetName(function.NameHash, out var name).ShouldBeTrue();
        return Encoding.UTF8.GetString(name.Span);
    }

    private static ModuleHits EveryCounter(ModuleLayout layout) => new()
    {
        Id = layout.Id,
        CounterSize = layout.CounterSize,
        CounterBytes = layout.CounterBytes,
        BitmapBytes = layout.BitmapSize,
        Indices = [.. Enumerable.Range(0, layout.CounterCount).Select(index => (uint)index)],
        Values = [.. Enumerable.Repeat(1UL, layout.CounterCount)],
        BitmapIndices = [],
        BitmapValues = [],
    };
}
