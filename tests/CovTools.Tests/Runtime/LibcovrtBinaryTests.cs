using System.Text.RegularExpressions;

namespace CovTools.Tests.Runtime;

public sealed partial class LibcovrtBinaryTests
{
    [Theory]
    [InlineData("x64", "2.14", "Advanced Micro Devices X86-64")]
    [InlineData("arm64", "2.17", "AArch64")]
    public void ItNeedsNoLibraryAndNoNewVersionOfOne(string architecture, string newest, string machine)
    {
        var library = architecture == "x64" ? Libcovrt.X64 : Libcovrt.Arm64;

        var text = NativeTools.Succeed(NativeTools.Require("readelf"), ["-W", "--file-header", "--dyn-syms", "-V", "-d", "-r", "-l", library]);

        text.ShouldContain(machine);
        text.ShouldNotContain("(NEEDED)");
        text.ShouldNotContain("(TEXTREL)");
        text.ShouldNotContain("IRELATIV"); // musl refuses it
        text.ShouldNotContain("IFUNC");
        StackFlags().Match(text).Groups[1].Value.ShouldBe("RW"); // not executable
        var versions = SymbolVersion().Matches(text).Select(match => Version.Parse(match.Groups[1].Value));
        versions.ShouldAllBe(version => version <= Version.Parse(newest));
        var undefined = Undefined().Matches(text).Select(match => match.Groups[2].Value).ToList();
        Undefined().Matches(text).ShouldAllBe(match => match.Groups[1].Value == "WEAK");
        undefined.ShouldBeSubsetOf(["__register_atfork", "pthread_atfork", "dl_iterate_phdr", "dlsym", "environ", "getauxval", "gnu_get_libc_version"]);
        undefined.ShouldContain("dl_iterate_phdr");
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void ItExportsItsInterfaceAndGetenvOnly(string architecture)
    {
        var library = architecture == "x64" ? Libcovrt.X64 : Libcovrt.Arm64;

        var text = NativeTools.Succeed(NativeTools.Require("readelf"), ["-W", "--dyn-syms", library]);

        var header = File.ReadAllText(Path.Combine(NativeTools.RuntimeSources, "libcovrt", "covrt.h"));
        var declared = Declaration().Matches(header).Select(match => match.Groups[1].Value);
        Defined().Matches(text).Select(match => match.Groups[1].Value).Order().ShouldBe(declared.Append("getenv").Order());
    }

    [Fact]
    public void OneBinaryServesMuslToo()
    {
        var musl = NativeTools.Require("musl-gcc");
        var directory = CompileParts(NativeTools.Require("clang-" + InstrumentedProgram.NewestClang));
        NativeTools.Succeed(musl, ["-shared", "-fPIC", "shared.o", "stub.o", "-o", "libshared.so"], directory);
        NativeTools.Succeed(musl, ["-shared", "-fPIC", "plugin.o", "stub.o", "-o", "plugin.so"], directory);
        NativeTools.Succeed(musl, ["-no-pie", "body.o", "program.o", "stub.o", "libshared.so", "-Wl,-rpath,$ORIGIN", "-o", "program"], directory);
        var expected = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);

        foreach (var end in new[] { "kill", "fork", "edges" })
        {
            var output = Libcovrt.Drive(directory, "create", "export", "fork", "{", "exec", "./program", end, "./plugin.so", "}", "read", "hits");

            var counters = new Capture(output, HitsRecord.Read(Path.Combine(directory, "hits"))).Counters;
            output.ShouldEndWith("flags 0\n");
            counters.ShouldBe(expected.Run(end).Counters);
            counters.Count.ShouldBe(3);
        }
    }

    [Fact]
    public void ItWorksOnArm64()
    {
        var qemu = NativeTools.Require("qemu-aarch64");
        var linker = NativeTools.Require("aarch64-linux-gnu-gcc");
        var directory = CompileParts(NativeTools.Require("clang-" + InstrumentedProgram.NewestClang), "--target=aarch64-linux-gnu", "-isystem", "/usr/aarch64-linux-gnu/include");
        NativeTools.Succeed(linker, ["-shared", "-fPIC", "shared.o", "stub.o", "-o", "libshared.so"], directory);
        NativeTools.Succeed(linker, ["-shared", "-fPIC", "plugin.o", "stub.o", "-o", "plugin.so"], directory);
        NativeTools.Succeed(linker, ["body.o", "program.o", "stub.o", "libshared.so", "-Wl,-rpath,$ORIGIN", "-o", "program", "-ldl", "-lpthread"], directory);
        var expected = InstrumentedProgram.Build(InstrumentedProgram.NewestClang);

        foreach (var end in new[] { "kill", "fork", "edges" })
        {
            var hits = Path.Combine(directory, "hits");
            string[] preload = ["-E", "LD_PRELOAD=" + Libcovrt.Arm64];
            var output = Libcovrt.Drive(
                directory,
                ["create", "export", "set", "LD_PRELOAD", "", "fork", "{", "exec", qemu, "-L", "/usr/aarch64-linux-gnu", .. preload, "./program", end, "./plugin.so", "}", "read", hits]);

            var counters = new Capture(output, HitsRecord.Read(hits)).Counters;
            output.ShouldEndWith("flags 0\n");
            counters.ShouldBe(expected.Run(end).Counters);
        }
    }

    [Fact]
    public void WithoutACompilerTheScriptNamesWhatToInstall()
    {
        var tools = TestFolders.Create("path");
        foreach (var tool in new[] { "uname", "dirname", "mkdir" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), NativeTools.Require(tool));
        }

        var environment = new Dictionary<string, string> { ["PATH"] = tools };
        var script = Path.Combine(NativeTools.RuntimeSources, "build-libcovrt.sh");

        var native = NativeTools.Run("/bin/sh", [script, tools], environment: environment);
        var both = NativeTools.Run("/bin/sh", [script, tools, "arm64"], environment: environment);
        var wrong = NativeTools.Run("/bin/sh", [script, tools, "sparc"], environment: environment);

        native.ExitCode.ShouldBe(4);
        native.Error.ShouldContain("install gcc");
        both.ExitCode.ShouldBe(4);
        both.Error.ShouldContain("install gcc");
        wrong.ExitCode.ShouldBe(2);
        wrong.Error.ShouldStartWith("usage:");
    }

    /// <summary>The fixtures as object files of a target without an LLVM runtime.</summary>
    private static string CompileParts(string clang, params string[] target)
    {
        var directory = TestFolders.Create("parts");
        void Compile(string source, string name, params string[] options) =>
            NativeTools.Succeed(clang, [.. target, "-O1", "-fPIC", "-w", .. options, "-c", Path.Combine(NativeTools.Fixtures, source), "-o", name], directory);
        foreach (var part in new[] { "shared", "plugin", "body" })
        {
            Compile(part + ".c", part + ".o", "-fprofile-instr-generate", "-fcoverage-mapping");
        }

        Compile("program.c", "program.o");
        Compile("runtime-stub.c", "stub.o", "-fvisibility=hidden");
        return directory;
    }

    [GeneratedRegex(@"GLIBC_([0-9.]+[0-9])")]
    private static partial Regex SymbolVersion();

    [GeneratedRegex(@"(WEAK|GLOBAL) +DEFAULT +UND +([A-Za-z_0-9]+)")]
    private static partial Regex Undefined();

    [GeneratedRegex(@"GLOBAL +DEFAULT +[0-9]+ +([A-Za-z_0-9]+)")]
    private static partial Regex Defined();

    [GeneratedRegex(@"^[\w ]+[ *](covrt_\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"GNU_STACK +(?:0x[0-9a-f]+ +){5}([RWE]+)")]
    private static partial Regex StackFlags();
}
