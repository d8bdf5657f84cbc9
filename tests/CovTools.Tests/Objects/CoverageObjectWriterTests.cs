using CovTools.Modules;
using CovTools.Objects;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Objects;

[Collection("LLVM tools")]
public sealed class CoverageObjectWriterTests
{
    public static TheoryData<int> Releases => Toolchain.Releases;

    [Theory]
    [MemberData(nameof(Releases))]
    public void LlvmCovReportsTheSameFromTheCoverageObject(int major)
    {
        var tools = Toolchain.Require(major);
        var program = tools.ShapesProgram();
        var profile = tools.Merge(ProfileRuns.Run(program, "5"));

        var small = tools.Summary(profile, Write(program), Write(tools.Shapes()));

        small.ShouldBe(tools.Summary(profile, program, tools.Shapes()));
        small.ShouldContain("shapes.cpp");
    }

    [Theory]
    [MemberData(nameof(Releases))]
    public void TheCoverageObjectHasTheLayoutOfItsModule(int major)
    {
        var tools = Toolchain.Require(major);
        foreach (var module in (string[])[tools.Program(), tools.Shapes(), Toolchain.Strip(tools.Shapes())])
        {
            var small = Write(module);

            var (ours, theirs) = (ProfileRuns.Layout(small), ProfileRuns.Layout(module));

            ours.Functions.ShouldBe(theirs.Functions);
            (ours.Id, ours.RawVersion, ours.Release, ours.Flags, ours.CounterBytes, ours.BitmapSize)
                .ShouldBe((theirs.Id, theirs.RawVersion, theirs.Release, theirs.Flags, theirs.CounterBytes, theirs.BitmapSize));
            ours.Names.Names.Keys.ShouldBe(theirs.Names.Names.Keys);
            new FileInfo(small).Length.ShouldBeLessThan(new FileInfo(module).Length / 3);
        }
    }

    [Theory]
    [InlineData("i386-linux-gnu")]
    [InlineData("powerpc-linux-gnu")]
    [InlineData("s390x-linux-gnu")]
    public void OtherMachinesKeepTheirWidthAndByteOrder(string target)
    {
        var tools = Toolchain.Require(19);
        var module = ForeignModules.Link(target);
        var profile = ProfileRuns.Write([new ModuleCounters(ProfileRuns.Layout(module))]);

        tools.Summary(profile, Write(module)).ShouldBe(tools.Summary(profile, module));
    }

    [Fact]
    public void WritingItAgainChangesNothing()
    {
        var once = Write(Toolchain.Require(19).Shapes());

        File.ReadAllBytes(Write(once)).ShouldBe(File.ReadAllBytes(once));
    }

    [Fact]
    public void ReadelfFindsNothingToComplainAbout()
    {
        var output = ToolRunner.Run("readelf", ["-aW", "--lint", Write(Toolchain.Require(22).Program())]);

        output.ShouldContain("__llvm_covfun");
        output.ToUpperInvariant().ShouldNotContain("WARNING");
    }

    private static string Write(string module)
    {
        var output = Path.Combine(Toolchain.Scratch(), "coverage.elf");
        using var source = new FileByteSource(module);
        using var stream = File.Create(output);
        CoverageObjectWriter.Write(ElfObject.Read(source), stream);
        return output;
    }
}
