namespace CovTools.Tests.Runtime;

/// <summary>The Python module on LLVM's counters.</summary>
public sealed class CovtoolsCounterTests
{
    private static string Plugin => InstrumentedProgram.Build("19").Plugin;

    [Theory]
    [InlineData("14")]
    [InlineData("16")]
    [InlineData("19")]
    [InlineData("22")]
    public void TotalsFollowTheCounters(string clang) => Covtools.Check("counters.py", "totals_follow_the_counters", InstrumentedProgram.Build(clang).Plugin);

    [Fact]
    public void TotalsOfSingleByteCountersFollowThem() =>
        Covtools.Check("counters.py", "totals_follow_the_counters", InstrumentedProgram.Build("19", "-mllvm", "-enable-single-byte-coverage=true").Plugin);

    [Theory]
    [InlineData("plain")]
    [InlineData("mcdc")]
    [InlineData("single")]
    public void SnapshotsAreValues(string kind) => Covtools.Check("counters.py", "snapshots_are_values", Build(kind));

    [Theory]
    [InlineData("plain")]
    [InlineData("mcdc")]
    [InlineData("single")]
    public void ArithmeticIsWhatCountingTwiceGives(string kind) => Covtools.Check("counters.py", "arithmetic_is_what_counting_twice_gives", Build(kind));

    [Fact]
    public void SumsEndAtTheLargestValue() => Covtools.Check("counters.py", "sums_end_at_the_largest_value", Plugin);

    [Fact]
    public void StacksHaveAnyDepth() => Covtools.Check("counters.py", "stacks_have_any_depth", Plugin);

    [Fact]
    public void ViewsAreTheCountersThemselves() => Covtools.Check("counters.py", "views_are_the_counters_themselves", Plugin);

    [Fact]
    public void LibrariesComeAndGo() =>
        Covtools.Check("counters.py", "libraries_come_and_go", Plugin, InstrumentedProgram.Build("14").Plugin, TestFolders.Create("elsewhere"));

    [Fact]
    public void FilesTravelBetweenProcesses()
    {
        var file = Path.Combine(TestFolders.Create("saved"), "a.cov");

        Covtools.Check("counters.py", "files_travel", Plugin, file);
        Covtools.Check("counters.py", "files_of_other_builds_are_refused", InstrumentedProgram.Build("14").Plugin, file);
    }

    [Fact]
    public void HostileFilesAreRefused() => Covtools.Check("counters.py", "hostile_files_are_refused", Plugin, Path.Combine(TestFolders.Create("hostile"), "a.cov"));

    [Fact]
    public void ThreadsMayCallAtOnce() => Covtools.Check("counters.py", "threads_may_call_at_once", Plugin, InstrumentedProgram.Build("14").Plugin);

    [Fact]
    public void ProcessesWithoutCountersWork() => Covtools.Check("counters.py", "empty_processes_work", Path.Combine(TestFolders.Create("empty"), "a.cov"));

    [Fact]
    public void AReplacedFileIsSaid()
    {
        var copy = Path.Combine(TestFolders.Create("replaced"), "plugin.so");
        File.Copy(Plugin, copy);

        Covtools.Check("counters.py", "replaced_files_are_said", copy, InstrumentedProgram.Build("14").Plugin);
    }

    [Fact]
    public void LoopsAreRightAtEveryLength() => Covtools.Check("counters.py", "loops_are_right_at_every_length");

    /// <summary>The loops that machines without AVX2 use.</summary>
    [Fact]
    public void LoopsAreRightOnAnOldProcessor()
    {
        var python = Driver.DriverHarness.Python;
        if (System.Runtime.InteropServices.RuntimeInformation.OSArchitecture != System.Runtime.InteropServices.Architecture.X64)
        {
            return; // there is only one variant, which the other test has used
        }

        var program = Path.Combine(Covtools.Scripts, "counters.py");
        NativeTools.Run(NativeTools.Require("qemu-x86_64"), ["-cpu", "Nehalem", python, program, "loops_are_right_at_every_length", "few"], environment: Covtools.Environment)
            .Output.ShouldBe("ok\n");
    }

    private static string Build(string kind) => kind switch
    {
        "mcdc" => InstrumentedProgram.Build("19", "-fcoverage-mcdc").Plugin,
        "single" => InstrumentedProgram.Build("19", "-mllvm", "-enable-single-byte-coverage=true").Plugin,
        _ => Plugin,
    };
}
