namespace CovTools.Tests.Runtime;

public sealed class PreloadTests
{
    private readonly string _directory = TestFolders.Create("preload");

    [Fact]
    public void GetenvAnswersAsTheOneOfTheCLibrary()
    {
        string[] words =
        [
            "get", "HOME", "get", "", "get", "COVRT_NOT_THERE", "get", "COVRT_A=B", "get", "COVRT_A", "get", "LLVM_PROFILE_FIL", "get", "LLVM_PROFILE_FILE_",
            "set", "COVRT_NEW", "1", "get", "COVRT_NEW", "set", "COVRT_NEW", "22", "get", "COVRT_NEW", "get", "LLVM_PROFILE_FILE",
        ];
        var environment = new Dictionary<string, string> { ["COVRT_A"] = "B=C", ["LLVM_PROFILE_FILE"] = "mine.profraw" };
        var plain = NativeTools.Succeed(Libcovrt.DriveProgram, [Libcovrt.Native, .. words], environment: environment);
        environment["LD_PRELOAD"] = Libcovrt.Native;

        var preloaded = NativeTools.Succeed(Libcovrt.DriveProgram, [Libcovrt.Native, .. words], environment: environment);

        plain.ShouldContain("LLVM_PROFILE_FILE=mine.profraw\n");
        preloaded.ShouldBe(plain.Replace("mine.profraw", "/dev/null", StringComparison.Ordinal));
    }

    [Fact]
    public void TheRuntimesFilesGoWhereTheDriverSays()
    {
        var program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = Libcovrt.Native };
        NativeTools.Succeed(program.Program, ["return", program.Plugin], _directory, environment);
        Directory.EnumerateFileSystemEntries(_directory).ShouldBeEmpty();
        environment["COVRT_PROFILE_FILE"] = "there-%m.profraw";

        NativeTools.Succeed(program.Program, ["return", program.Plugin], _directory, environment);

        Directory.EnumerateFiles(_directory, "there-*.profraw").Count().ShouldBe(3);
    }

    [Theory]
    [InlineData("/nonexistent/file")]
    [InlineData("/dev/null")]
    [InlineData("/proc/self/exe")]
    [InlineData("")]
    public void WithoutAUsableCountersFileAProgramRunsAsEver(string file)
    {
        var program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);
        var environment = new Dictionary<string, string> { ["LD_PRELOAD"] = Libcovrt.Native, ["COVRT_FILE"] = file };

        var result = NativeTools.Run(program.Program, ["fork", program.Plugin], _directory, environment);

        result.ShouldBe(new RunResult(0, "", ""));
    }

    [Fact]
    public void ThreadsMayLoadUnloadAndAskWhileTheProcessForks()
    {
        var program = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);
        var stress = Path.Combine(_directory, "stress");
        NativeTools.Succeed(NativeTools.Require("cc"), ["-O1", Path.Combine(NativeTools.Fixtures, "stress.c"), "-o", stress, "-ldl", "-lpthread"]);
        Libcovrt.Drive(_directory, "load", program.Plugin, "call", "1", "memory", "once");

        var output = Libcovrt.Drive(_directory, "create", "export", "fork", "{", "exec", stress, program.Plugin, "400", "}", "read", "hits");

        output.ShouldBe("child exit 0\nflags 0\n");
        Counters("hits").ShouldBe(Counters("once").Select(value => value * 400));
    }

    [Fact]
    public void PagesThatNobodyWroteStayHoles()
    {
        var clang = NativeTools.Require("clang-" + InstrumentedProgram.NewestClang);
        var functions = Enumerable.Range(0, 20000).Select(number => $"int f{number}(int n) {{ return n > {number} ? 1 : 2; }}\n");
        var source = string.Concat(functions) + "int plugin_work(int n) { return f0(n) + f10000(n) + f19999(n); }\n";
        File.WriteAllText(Path.Combine(_directory, "big.c"), source);
        NativeTools.Succeed(clang, ["-O0", "-fPIC", "-shared", "-fprofile-instr-generate", "big.c", "-o", "big.so"], _directory);

        var output = Libcovrt.Drive(
            _directory,
            "load", "./big.so", "reset", "create", "fork", "{", "attach", "call", "5", "fork", "{", "call", "10005", "}", "kill", "9", "}", "size", "read", "hits", "clear", "size", "read", "none");

        var lines = output.Split('\n');
        lines[0].ShouldBe("child exit 0");
        lines[1].ShouldBe("child signal 9");
        var kilobytes = int.Parse(lines[2].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        kilobytes.ShouldBeLessThan(100); // the counters have 320 kB, in each of two processes
        lines[4].ShouldBe("kilobytes 4");
        var counters = Counters("hits");
        counters.Count.ShouldBe(40001);
        counters.Sum().ShouldBe(2 + 3 + 3 + 1 + 2); // plugin_work and three functions, twice; with n = 5: f0 is true, with n = 10005: f0 and f10000
    }

    private IReadOnlyList<int> Counters(string file) => [.. HitsRecord.Read(Path.Combine(_directory, file)).Values.Single().Counters.Select(value => (int)value)];
}
