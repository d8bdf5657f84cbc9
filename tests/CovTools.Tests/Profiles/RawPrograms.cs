using CovTools.Tests.Modules;

namespace CovTools.Tests.Profiles;

/// <summary>Programs of the C++ fixture with value sites, in every kind of instrumentation, and the raw profiles of their runs.</summary>
internal static class RawPrograms
{
    /// <summary>Releases of this system, and the kinds of instrumentation that each has.</summary>
    public static TheoryData<int, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<int, string>();
            foreach (var major in (ReadOnlySpan<int>)[13, 14, 16, 19, 22])
            {
                foreach (var kind in (string[])["frontend", "ir", "context", "entries"])
                {
                    if (major > 13 || kind != "entries")
                    {
                        kinds.Add(major, kind);
                    }
                }
            }

            foreach (var kind in (string[])["decisions", "bytes", "tables", "temporal", "blocks-temporal"])
            {
                kinds.Add(19, kind);
                kinds.Add(22, kind);
            }

            kinds.Add(22, "continuous");
            return kinds;
        }
    }

    /// <summary>The raw profile of a run.</summary>
    public static string Run(int major, string kind)
    {
        var program = Build(major, kind);
        return Toolchain.Build($"{Path.GetFileName(program)}.profraw", file => ToolRunner.Run(program, [], ("LLVM_PROFILE_FILE", kind == "continuous" ? file + "%c" : file)));
    }

    /// <summary>The program.</summary>
    public static string Build(int major, string kind)
    {
        Toolchain.Require(major);
        return Toolchain.Build($"values{major}-{kind}", output =>
            ToolRunner.Run($"/usr/bin/clang++-{major}", ["-O1", "-Wl,--build-id", "-o", output, Toolchain.Source("values.cpp"), .. Flags(major, kind)]));
    }

    /// <summary>What llvm-profdata reads in profiles.</summary>
    public static string MergedText(int major, params IEnumerable<string> inputs) =>
        ToolRunner.Run($"/usr/bin/llvm-profdata-{major}", ["merge", "-text", "-j", "1", "-o", "-", .. major >= 19 ? (string[])["--keep-vtable-symbols"] : [], .. inputs]);

    /// <summary>Without value sites where compilers or runtimes crash on them.</summary>
    private static string[] Flags(int major, string kind) => kind switch
    {
        "frontend" => ["-fprofile-instr-generate", "-fcoverage-mapping"],
        "decisions" => ["-fprofile-instr-generate", "-fcoverage-mapping", "-fcoverage-mcdc"],
        "bytes" => ["-fprofile-instr-generate", "-fcoverage-mapping", "-mllvm", "-enable-single-byte-coverage"],
        "continuous" => ["-fprofile-instr-generate", "-fcoverage-mapping", "-fprofile-continuous"],
        "correlated" => ["-fprofile-instr-generate", "-fcoverage-mapping", "-mllvm", "-profile-correlate=binary"],
        "correlated-ir" => ["-fprofile-generate", "-mllvm", "-disable-vp", "-mllvm", "-profile-correlate=binary"],
        "debug" => ["-g", "-fprofile-generate", "-mllvm", "-disable-vp", "-mllvm", major >= 18 ? "-profile-correlate=debug-info" : "-debug-info-correlate"],
        "ir" => ["-fprofile-generate"],
        "entries" => ["-fprofile-generate", "-mllvm", "-pgo-function-entry-coverage"],
        "tables" => ["-fprofile-generate", "-mllvm", "-enable-vtable-value-profiling"],
        "temporal" => ["-fprofile-generate", "-mllvm", "-pgo-temporal-instrumentation"],
        "blocks-temporal" => ["-fprofile-generate", "-mllvm", "-pgo-block-coverage", "-mllvm", "-pgo-temporal-instrumentation"],
        "context" => [$"-fprofile-use={Indexed(major)}", "-fcs-profile-generate"],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Indexed(int major) => Toolchain.Build($"values{major}-ir.profdata", file =>
        ToolRunner.Run($"/usr/bin/llvm-profdata-{major}", ["merge", "-o", file, Run(major, "ir")]));
}
