using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Objects;
using CovTools.Profiles;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Coverage;

/// <summary>A fixture built with coverage by one release.</summary>
/// <param name="Major">The LLVM release.</param>
/// <param name="Program">The program.</param>
/// <param name="Libraries">Instrumented shared objects that it loads.</param>
internal sealed record CoverageSample(int Major, string Program, params string[] Libraries)
{
    private const string Directory = "tests/Fixtures/coverage";

    public IEnumerable<string> Objects => [Program, .. Libraries];

    /// <summary>C: macros, includes, switches, jumps, constants, skipped text; two units.</summary>
    public static CoverageSample Macros(int major, params string[] flags) =>
        new(major, Build("clang", major, $"macros{Suffix(flags)}", ["macros.c", "second.c"], flags));

    /// <summary>C++: templates in three units and two objects, lambdas, exceptions.</summary>
    public static CoverageSample Shapes(int major, params string[] flags)
    {
        var library = Build("clang++", major, $"libshapes{Suffix(flags)}.so", ["shapes_library.cpp"], ["-std=c++17", "-shared", "-fPIC", .. flags]);
        return new(major, Build("clang++", major, $"shapes{Suffix(flags)}", ["shapes.cpp", "shapes_second.cpp"], ["-std=c++17", .. flags, library, "-Wl,-rpath,$ORIGIN"]), library);
    }

    /// <summary>C++: boolean expressions.</summary>
    public static CoverageSample Decisions(int major, params string[] flags) =>
        new(major, Build("clang++", major, $"decisions{Suffix(flags)}", ["decisions.cpp"], flags));

    /// <summary>A Rust program.</summary>
    public static CoverageSample Rust()
    {
        var rustc = Toolchain.RequireRust();
        return new(22, Toolchain.Build("sample-rust", output => ToolRunner.Run(rustc, ["-Cinstrument-coverage", "-o", output, Source("sample.rs")])));
    }

    public static string Source(string name)
    {
        var root = new DirectoryInfo(RepositoryPaths.Formats).Parent!.Parent!.Parent!.FullName;
        return Path.Combine(root, Directory, name);
    }

    /// <summary>The merged counters of some runs.</summary>
    public TextCounters Run(LlvmTools tools, params string[][] runs)
    {
        var directory = Toolchain.Scratch();
        foreach (var arguments in runs)
        {
            ToolRunner.Run(Program, arguments, ("LLVM_PROFILE_FILE", Path.Combine(directory, "%p.%m.profraw")));
        }

        return tools.Merge(System.IO.Directory.GetFiles(directory, "*.profraw"));
    }

    public CoverageMapping Mapping() => CoverageMapping.Load([.. Objects.Select(Sections)], TestContext.Current.CancellationToken);

    public static MappingSections Sections(string file)
    {
        using var source = new FileByteSource(file);
        return MappingSections.Read(ElfObject.Read(source));
    }

    public CoverageSummarizer Summarizer(int? release = null) => new(Mapping(), new LlvmRelease(release ?? Major), TestContext.Current.CancellationToken);

    private static string Build(string compiler, int major, string name, IEnumerable<string> sources, IEnumerable<string> flags) => Toolchain.Build($"{major}-{name}", output =>
    {
        var file = $"/usr/bin/{compiler}-{major}";
        ToolRunner.Require(file);
        ToolRunner.Run(file, ["-w", "-g0", "-O0", "-fprofile-instr-generate", "-fcoverage-mapping", .. sources.Select(Source), .. flags, "-o", output]);
    });

    private static string Suffix(IEnumerable<string> flags) => string.Concat(flags.Where(flag => flag.StartsWith('-')));
}
