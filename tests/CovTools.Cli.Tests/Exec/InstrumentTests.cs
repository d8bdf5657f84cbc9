namespace CovTools.Cli.Tests.Exec;

/// <summary><c>exec --instrument</c> in front of a build command.</summary>
public sealed class InstrumentTests : IDisposable
{
    private const string Program = "int f(int x) { return x > 1 ? x : 0; }\n";
    private const string Main = "int f(int); int main(int c, char **v) { (void)v; return f(c); }\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("covtools-instrument-");

    public InstrumentTests()
    {
        Components.RequireProgram("clang-19");
        Write("f.c", Program);
        Write("main.c", Main);
        File.SetLastWriteTimeUtc(Path.Combine(_folder.FullName, "main.c"), DateTime.UtcNow.AddHours(-1));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task MakeBuildsTestsAndReportsAndLaterOnlyWhatChanged()
    {
        Components.RequireProgram("make");
        Write("Makefile", "prog: main.o f.o\n\t$(CC) -o $@ $^\n%.o: %.c\n\t$(CC) -Wall -Werror -c -o $@ $<\ncheck: prog\n\t./prog\n");

        var first = (await Run("--instrument", "--", "make", "check")).WithExitCode(0);

        first.Output.ShouldContain("-o f.o");
        first.Output.ShouldContain("TOTAL");
        Write("f.c", Program + "int g(void) { return 1; }\n");
        var second = (await Run("--instrument", "--", "make", "check")).WithExitCode(0);
        second.Output.ShouldContain("-o f.o");
        second.Output.ShouldNotContain("-o main.o");
        second.Output.ShouldContain("f.c");
        second.Output.ShouldContain("main.c");
    }

    [Fact]
    public async Task NinjaAndCmakeBuild()
    {
        Components.RequireProgram("ninja");
        Components.RequireProgram("cmake");
        Write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.20)\nproject(p C)\nadd_executable(prog main.c f.c)\n");

        (await Run("--instrument", "--allow-empty", "--allow-lost", "--no-report", "--", "cmake", "-G", "Ninja", "-B", "build")).WithExitCode(0);
        (await Run("--instrument", "--no-report", "--", "cmake", "--build", "build")).WithExitCode(0);
        var result = (await Run("--", "build/prog", "x")).WithExitCode(2);

        result.Output.ShouldContain("f.c");
        result.Output.ShouldContain("100.00%");
    }

    [Fact]
    public async Task CargoAndRustcInstrument()
    {
        Components.RequireProgram("cargo");
        Write("Cargo.toml", "[package]\nname = \"p\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "src"));
        Write("src/main.rs", "fn main() { assert_eq!(2, p()); }\nfn p() -> u32 { 2 }\n#[test]\nfn works() { assert_eq!(2, p()); }\n");

        var result = (await Run("--instrument", "--", "cargo", "test", "--offline", "-q")).WithExitCode(0);

        result.Output.ShouldContain("main.rs");
    }

    [Fact]
    public void WhatTheUserSetIsKept()
    {
        var environment = new Dictionary<string, string?> { ["CC"] = "my-cc", ["RUSTFLAGS"] = "-C opt-level=1", ["CCC_OVERRIDE_OPTIONS"] = "#xfoo" };

        CovTools.Cli.Exec.InstrumentingEnvironment.Apply(environment, name => name is "clang-19" or "clang++-19" ? name : null);
        CovTools.Cli.Exec.InstrumentingEnvironment.Apply(environment, name => name);

        environment["CC"].ShouldBe("my-cc");
        environment["CXX"].ShouldBe("clang++-19");
        environment["RUSTFLAGS"].ShouldBe("-C opt-level=1 -C instrument-coverage");
        environment["CCC_OVERRIDE_OPTIONS"].ShouldBe("#xfoo +-fprofile-instr-generate +-fcoverage-mapping +-Qunused-arguments");
        var cargo = new Dictionary<string, string?> { ["CARGO_ENCODED_RUSTFLAGS"] = "-g" };
        CovTools.Cli.Exec.InstrumentingEnvironment.Apply(cargo, _ => null);
        cargo.ShouldNotContainKey("CC");
        cargo.ShouldNotContainKey("RUSTFLAGS");
        cargo["CARGO_ENCODED_RUSTFLAGS"].ShouldBe("-g\u001f-C\u001finstrument-coverage");
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder.FullName, name), text);

    private Task<ToolResult> Run(params string[] words) => Tool.RunAsync(_folder.FullName, ["exec", .. words]);
}
