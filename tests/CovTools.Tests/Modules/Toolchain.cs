using System.Collections.Concurrent;

namespace CovTools.Tests.Modules;

/// <summary>An installed LLVM release: compiles the fixtures once per test run, and is the oracle for profiles.</summary>
internal sealed class Toolchain
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_built = new();
    private static readonly Lazy<string> s_directory = new(MakeDirectory);

    private Toolchain(int major) => Major = major;

    /// <summary>
    /// The releases that the tests need. COVTOOLS_FURTHER_LLVM ("17 18") adds ones that a developer has on PATH as llvm-profdata-17 and so on.
    /// </summary>
    public static TheoryData<int> Releases
    {
        get
        {
            var releases = new TheoryData<int>(13, 14, 16, 19, 22);
            foreach (var further in (Environment.GetEnvironmentVariable("COVTOOLS_FURTHER_LLVM") ?? string.Empty).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                releases.Add(int.Parse(further, System.Globalization.CultureInfo.InvariantCulture));
            }

            return releases;
        }
    }

    public int Major { get; }

    private string Profdata => Tool("llvm-profdata", Major);

    public static Toolchain Require(int major)
    {
        ToolRunner.Require(Tool("llvm-profdata", major), Tool("llvm-cov", major), Tool("clang", major));
        return new Toolchain(major);
    }

    public static string RequireRust()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':')
            .Append(Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cargo", "bin")).Select(folder => Path.Combine(folder, "rustc"));
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
        ToolRunner.Run(Profdata, ["merge", "-j", "1", "-o", output, .. inputs]);
        return output;
    }

    public string Show(string profile) => ToolRunner.Run(Profdata, ["show", "--all-functions", "--counts", profile]);

    public string Summary(string profile, params string[] objects) =>
        ToolRunner.Run(Tool("llvm-cov", Major), ["export", "-summary-only", "-instr-profile", profile, .. objects.SelectMany(file => new[] { "-object", file })]);

    private static string Tool(string name, int major) =>
        (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(':').Select(folder => Path.Combine(folder, $"{name}-{major}")).FirstOrDefault(File.Exists)
            ?? $"/usr/bin/{name}-{major}";

    private static string MakeDirectory()
    {
        var directory = Directory.CreateTempSubdirectory("covtools-formats-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(directory, recursive: true);
        return directory;
    }

    /// <summary>A further release is compiled for by a script cc-N beside its tools, which links with this system's linker.</summary>
    private void Compile(string compiler, string output, IEnumerable<string> arguments)
    {
        if (File.Exists(Tool("cc", Major)))
        {
            ToolRunner.Run(Tool("cc", Major), [output, "-g0", "-O0", .. arguments]);
            return;
        }

        ToolRunner.Run(Tool(compiler, Major), ["-g0", "-O0", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", "-o", output, .. arguments]);
    }
}
