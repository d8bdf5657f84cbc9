namespace CovTools.Tests.Runtime;

/// <summary>Raw profiles that the Python module writes, against those that LLVM's runtime writes for the same run.</summary>
public sealed class CovtoolsProfileTests
{
    [Theory]
    [InlineData("14", 1)]
    [InlineData("14", 8)]
    [InlineData("16", 64)]
    [InlineData("19", 1)]
    [InlineData("19", 8)]
    [InlineData("19", 64)]
    [InlineData("22", 8)]
    public void TheyAreTheSameBytesWithAnyNumberOfThreads(string clang, int threads)
    {
        var library = Path.Combine(TestFolders.Create("threads"), "libwork.so");
        NativeTools.Succeed(
            NativeTools.Require("clang-" + clang),
            ["-O1", "-fPIC", "-shared", "-Wl,--build-id", "-fprofile-instr-generate", "-fcoverage-mapping", Path.Combine(Covtools.Scripts, "threads.c"), "-o", library, "-lpthread"]);

        SameAsTheRuntime(library, "work_in_threads", threads);
    }

    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("19")]
    [InlineData("22")]
    public void TheyAreTheSameBytesForStrippedLibraries(string clang) => SameAsTheRuntime(InstrumentedProgram.Build(clang, "-s").Plugin, "plugin_work", 3);

    [Fact]
    public void TheyAreTheSameBytesForBitmapsAndSingleBytes()
    {
        SameAsTheRuntime(InstrumentedProgram.Build("19", "-fcoverage-mcdc").Plugin, "plugin_work", 3);
        SameAsTheRuntime(InstrumentedProgram.Build("19", "-fcoverage-mcdc", "-s").Plugin, "plugin_work", 3);
        SameAsTheRuntime(InstrumentedProgram.Build("19", "-mllvm", "-enable-single-byte-coverage=true").Plugin, "plugin_work", 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(64)]
    public void TheyAreTheSameBytesForRust(int threads)
    {
        var library = Path.Combine(TestFolders.Create("rust"), "libwork.so");
        NativeTools.Succeed(
            NativeTools.Require("rustc"),
            ["--crate-type", "cdylib", "-C", "instrument-coverage", "-C", "link-arg=-Wl,--build-id", "-O", "-A", "warnings", Path.Combine(Covtools.Scripts, "threads.rs"), "-o", library],
            environment: new Dictionary<string, string> { ["LLVM_PROFILE_FILE"] = "/dev/null" });

        SameAsTheRuntime(library, "work_in_threads", threads);
    }

    [Theory]
    [InlineData("14")]
    [InlineData("19")]
    public void SnapshotsOfAProcessThatIsGoneMakeProfiles(string clang)
    {
        var program = InstrumentedProgram.Build(clang);
        var folder = TestFolders.Create("offline");
        var file = Path.Combine(folder, "a.cov");
        Covtools.Check("profraw.py", "save", program.Plugin, file);

        Covtools.Check("profraw.py", "from_a_snapshot", file, Path.Combine(folder, "offline.profraw"));

        Show(clang, Path.Combine(folder, "offline.profraw")).ShouldBe(Show(clang, file + ".profraw"));
    }

    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("19")]
    public void CountersOutliveTheirLibrary(string clang)
    {
        var folder = TestFolders.Create("unloaded");
        var theirs = Path.Combine(folder, "theirs.profraw");
        var ours = Path.Combine(folder, "ours.profraw");

        Covtools.Check(new Dictionary<string, string> { ["LLVM_PROFILE_FILE"] = theirs }, "profraw.py", "after_unloading", InstrumentedProgram.Build(clang).Plugin, ours);

        Show(clang, ours).ShouldBe(Show(clang, theirs));
    }

    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("19")]
    [InlineData("22")]
    public void ProgramsAndTheirLibrariesAreExact(string clang)
    {
        foreach (var options in new string[][] { [], ["-s"] })
        {
            var program = InstrumentedProgram.Build(clang, options);
            var folder = TestFolders.Create("program");
            var expected = program.RunWithRuntime().ToDictionary(profile => profile.Id);

            Covtools.Check("profraw.py", "of_a_program", program.Program, program.Plugin, Path.Combine(folder, "%m.profraw"));

            var ours = Directory.EnumerateFiles(folder).Select(RawProfile.Read).ToDictionary(profile => profile.Id);
            ours.Keys.Order().ShouldBe(expected.Keys.Order());
            ours.Count.ShouldBe(3);
            foreach (var (id, profile) in ours)
            {
                Convert.ToHexString(profile.Counters).ShouldBe(Convert.ToHexString(expected[id].Counters));
            }
        }
    }

    [Fact]
    public void SeveralVersionsNeedSeveralFiles() =>
        Covtools.Check("profraw.py", "of_several", InstrumentedProgram.Build("14").Plugin, InstrumentedProgram.Build("19").Plugin, Path.Combine(TestFolders.Create("several"), "a"));

    [Fact]
    public void AMissingBuildIsNamed()
    {
        var program = InstrumentedProgram.Build("19");
        var folder = TestFolders.Create("missing");
        var plugin = Path.Combine(folder, "plugin.so");
        File.Copy(program.Plugin, plugin);
        Covtools.Check("profraw.py", "save", plugin, Path.Combine(folder, "a.cov"));
        File.Copy(InstrumentedProgram.Build("14").Plugin, plugin, overwrite: true);

        Covtools.Check("profraw.py", "of_a_missing_build", Path.Combine(folder, "a.cov"), Path.Combine(folder, "a.profraw"));
    }

    private static void SameAsTheRuntime(string library, string function, int argument)
    {
        var folder = TestFolders.Create("profraw");
        var theirs = Path.Combine(folder, "theirs.profraw");
        var ours = Path.Combine(folder, "ours.profraw");

        Covtools.Check(new Dictionary<string, string> { ["LLVM_PROFILE_FILE"] = theirs }, "profraw.py", "after_work", library, function, $"{argument}", ours);

        Convert.ToHexString(File.ReadAllBytes(ours)).ShouldBe(Convert.ToHexString(File.ReadAllBytes(theirs)));
    }

    private static string Show(string clang, string profile) =>
        NativeTools.Succeed(NativeTools.Require("llvm-profdata-" + clang), ["show", "--all-functions", "--counts", profile]);
}
