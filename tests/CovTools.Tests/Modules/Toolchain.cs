using System.Collections.Concurrent;

namespace CovTools.Tests.Modules;

/// <summary>An installed LLVM release: compiles the fixtures once per test run, and is the oracle for profiles.</summary>
internal sealed class Toolchain
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_built = new();
    private static readonly Lazy<string> s_directory = new(MakeDirectory);

    private Toolchain(int major) => Major = major;

    public int Major { get; }

    public static Toolchain Require(int major)
    {
        ToolRunner.Require($"/usr/bin/clang-{major}", $"/usr/bin/clang++-{major}", $"/usr/bin/llvm-profdata-{major}", $"/usr/bin/llvm-cov-{major}");
        return new Toolchain(major);
    }

    public static string RequireRust()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Append("/root/.cargo/bin").Select(folder => Path.Combine(folder, "rustc"));
        var rustc = path.FirstOrDefault(File.Exists) ?? "/usr/bin/rustc";
        ToolRunner.Require(rustc);
        return rustc;
    }

    /// <summary>A file made once in this test run.</summary>
    public static string Build(string name, Action<string> make) => s_built.GetOrAdd(name, _ => new Lazy<string>(() =>
    {
        var file = Path.Combine(s_directory.Value, name);
        make(file);
        return file;
    })).Value;

    /// <summary>An empty directory of its own.</summary>
    public static string Scratch()
    {
        var directory = Path.Combine(s_directory.Value, "scratch", Guid.NewGuid().ToString("n"));
        Directory.CreateDirectory(directory);
        return directory;
    }

    public static string Source(string name) => Path.Combine(RepositoryPaths.Formats, name);

    /// <summary>A stripped copy.</summary>
    public static string Strip(string file) => Build(Path.GetFileName(file) + ".stripped", output => ToolRunner.Run("strip", ["--strip-all", "-o", output, file]));

    /// <summary>The C program; flags make variants.</summary>
    public string Program(string variant = "", params string[] flags) => Build($"program{Major}{variant}", output =>
        Compile("clang", output, [Source("program.c"), .. flags]));

    /// <summary>The C++ shared object.</summary>
    public string Shapes(string variant = "", params string[] flags) => Build($"libshapes{Major}{variant}.so", output =>
        Compile("clang++", output, ["-shared", "-fPIC", Source("shapes.cpp"), .. flags]));

    /// <summary>The C++ program that is linked to the shared object.</summary>
    public string ShapesProgram() => Build($"shapes{Major}", output =>
        Compile("clang++", output, [Source("shapes_main.cpp"), Shapes(), "-Wl,-rpath,$ORIGIN"]));

    public string Merge(params IEnumerable<string> inputs)
    {
        var output = Path.Combine(Scratch(), "llvm.profdata");
        ToolRunner.Run($"/usr/bin/llvm-profdata-{Major}", ["merge", "-j", "1", "-o", output, .. inputs]);
        return output;
    }

    public string Show(string profile) => ToolRunner.Run($"/usr/bin/llvm-profdata-{Major}", ["show", "--all-functions", "--counts", profile]);

    public string Summary(string profile, params string[] objects) =>
        ToolRunner.Run($"/usr/bin/llvm-cov-{Major}", ["export", "-summary-only", "-instr-profile", profile, .. objects.SelectMany(file => new[] { "-object", file })]);

    private static string MakeDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("covtools-formats-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        return directory;
    }

    private void Compile(string compiler, string output, IEnumerable<string> arguments) =>
        ToolRunner.Run($"/usr/bin/{compiler}-{Major}", ["-g0", "-O0", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", "-o", output, .. arguments]);
}
