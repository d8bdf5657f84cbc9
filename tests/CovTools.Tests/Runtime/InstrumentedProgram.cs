using System.Collections.Concurrent;

namespace CovTools.Tests.Runtime;

/// <summary>The fixture program with its linked and its loaded library, built by one compiler with one set of options.</summary>
internal sealed class InstrumentedProgram
{
    private static readonly ConcurrentDictionary<string, Lazy<InstrumentedProgram>> s_built = new();

    private InstrumentedProgram(string directory) => Folder = directory;

    public string Folder { get; }

    public string Program => Path.Combine(Folder, "program");

    public string Plugin => Path.Combine(Folder, "plugin.so");

    public string Shared => Path.Combine(Folder, "libshared.so");

    public static string NewestClang { get; } = new[] { "22", "21", "20", "19", "18", "17", "16", "14" }.FirstOrDefault(version => NativeTools.Find("clang-" + version) is not null) ?? "19";

    /// <summary>Builds it, or returns what was built before for the same words.</summary>
    public static InstrumentedProgram Build(string clangVersion, params string[] options)
    {
        var clang = NativeTools.Require("clang-" + clangVersion);
        return s_built.GetOrAdd($"{clang} {string.Join(' ', options)}", _ => new Lazy<InstrumentedProgram>(() => Compile(clang, options))).Value;
    }

    /// <summary>Runs it under libcovrt in a process of its own, and reads its hits.</summary>
    public Capture Run(string end, bool withPlugin = true, params string[] before)
    {
        var hits = Path.Combine(TestFolders.Create("run"), "hits");
        string[] plugin = withPlugin ? [Plugin] : [];
        var output = Libcovrt.Drive(Path.GetDirectoryName(hits)!, ["create", "export", "fork", "{", .. before, "exec", Program, end, .. plugin, "}", "read", hits]);
        return new Capture(output, HitsRecord.Read(hits));
    }

    /// <summary>Runs it with LLVM's runtime only, to a normal end.</summary>
    public IReadOnlyList<RawProfile> RunWithRuntime(string end = "return")
    {
        var directory = TestFolders.Create("llvm");
        var environment = new Dictionary<string, string> { ["LLVM_PROFILE_FILE"] = Path.Combine(directory, "%m.profraw") };
        NativeTools.Succeed(Program, [end, Plugin], directory, environment);
        return [.. Directory.EnumerateFiles(directory, "*.profraw").Select(RawProfile.Read)];
    }

    private static InstrumentedProgram Compile(string clang, string[] options)
    {
        var directory = TestFolders.Create("program");
        string Source(string name) => Path.Combine(NativeTools.Fixtures, name);
        string[] instrument = ["-O1", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", .. options];
        void Clang(params string[] arguments) => NativeTools.Succeed(clang, arguments, directory);
        Clang([.. instrument, "-fPIC", "-shared", Source("shared.c"), "-o", "libshared.so"]);
        Clang([.. instrument, "-fPIC", "-shared", Source("plugin.c"), "-o", "plugin.so"]);
        Clang("-O0", "-w", "-c", Source("program.c"), "-o", "program.o");
        Clang([.. instrument, Source("body.c"), "program.o", "-o", "program", "-L.", "-lshared", "-Wl,-rpath,$ORIGIN", "-ldl", "-lpthread"]);
        return new InstrumentedProgram(directory);
    }
}
