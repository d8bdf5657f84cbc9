namespace CovTools.Tests.Runtime;

/// <summary>Programs that were written for memcov, and the defects that memcov has.</summary>
public sealed class MemcovTests
{
    [Fact]
    public void ThePublishedUsageWorks() => Covtools.Check("memcov.py", "usage", SanitizedLibrary.Linked());

    [Fact]
    public void TheRecipeForProcessesWorks() => Covtools.Check("memcov.py", "processes", SanitizedLibrary.Linked(), Path.Combine(TestFolders.Create("memcov"), "mem_coverage.bin"));

    [Fact]
    public void LoadingPrintsNothing()
    {
        var result = Covtools.Check("memcov.py", "usage", SanitizedLibrary.Linked());

        result.Output.ShouldBe("ok\n");
        result.Error.ShouldBe("");
    }

    [Theory]
    [InlineData(8)]
    [InlineData(64)]
    [InlineData(4096)]
    [InlineData(131072)]
    public void MultiplesOfEightEdgesHaveRoom(int edges) => Covtools.Check("memcov.py", edges > 10000 ? "threads" : "multiples_of_eight", SanitizedLibrary.Guards(edges));

    [Fact]
    public void ASecondLibraryLosesNothing() => Covtools.Check("memcov.py", "second_library", SanitizedLibrary.Guards(8), SanitizedLibrary.Guards(63));

    [Fact]
    public void StacksHaveAnyDepth() => Covtools.Check("memcov.py", "deep_stacks", SanitizedLibrary.Guards(64));

    [Fact]
    public void ThreadsLoseNothing() => Covtools.Check("memcov.py", "threads", SanitizedLibrary.Guards(4096));

    [Fact]
    public void NumbersFollowTheMap() => Covtools.Check("memcov.py", "numbers_follow_the_map", SanitizedLibrary.Guards(64));

    [Fact]
    public void HostileDataAreRefused() => Covtools.Check("memcov.py", "hostile_data", SanitizedLibrary.Guards(64)).Error.ShouldContain("deserialize_mem_coverage: refused: ");

    [Fact]
    public void DataOfAnotherBuildAreLeftOut()
    {
        var file = Path.Combine(TestFolders.Create("memcov"), "data");

        Covtools.Check("memcov.py", "serialize", SanitizedLibrary.Guards(64), file);

        Covtools.Check("memcov.py", "other_build", SanitizedLibrary.Guards(63), file);
    }

    [Fact]
    public void ChildrenCountOnFromTheirParent() => Covtools.Check("memcov.py", "forking_threads", SanitizedLibrary.Guards(64));

    [Fact]
    public void TheSameHoldsInAnInstrumentedProgramOnMuslAndOnArm64()
    {
        var clang = NativeTools.Require("clang-19");
        var source = Path.Combine(Path.GetDirectoryName(SanitizedLibrary.Source)!, "host.c");
        var directory = TestFolders.Create("host");
        string[] instrument = ["-O1", "-fPIC", "-fsanitize-coverage=edge,trace-pc-guard", "-c", source, "-o"];
        NativeTools.Succeed(clang, [.. instrument, "host.o"], directory);
        NativeTools.Succeed(NativeTools.Require("cc"), ["host.o", "-o", "glibc", .. SanitizedLibrary.LinkTo(Libcovrt.X64)], directory);
        NativeTools.Succeed(NativeTools.Require("musl-gcc"), ["-no-pie", "host.o", "-o", "musl", .. SanitizedLibrary.LinkTo(Libcovrt.X64)], directory);
        NativeTools.Succeed(clang, ["--target=aarch64-linux-gnu", "-isystem", "/usr/aarch64-linux-gnu/include", .. instrument, "arm64.o"], directory);
        NativeTools.Succeed(NativeTools.Require("aarch64-linux-gnu-gcc"), ["arm64.o", "-o", "arm64", .. SanitizedLibrary.LinkTo(Libcovrt.Arm64)], directory);
        const string Expected = """
            start: 0 of 4, map 0, 
            one: 2 of 4, map 2, 
            pushed: 2 of 4, map 2, 
            popped: 3 of 4, map 3, 
            reset: 0 of 4, map 0, 
            back: 3 of 4, map 3, 
            child: 2 of 4, map 2, 
            parent: 3 of 4, map 3, 

            """;

        NativeTools.Succeed(Path.Combine(directory, "glibc"), []).ShouldBe(Expected);
        NativeTools.Succeed(Path.Combine(directory, "musl"), []).ShouldBe(Expected);
        NativeTools.Succeed(NativeTools.Require("qemu-aarch64"), ["-L", "/usr/aarch64-linux-gnu", Path.Combine(directory, "arm64")]).ShouldBe(Expected);
    }
}
