using CovTools.Tests.Coverage;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Objects;

/// <summary>The sources of tests/Fixtures/objects, compiled by clang 19 for other systems and processors.</summary>
internal static class ForeignObjects
{
    private const string Clang = "/usr/bin/clang-19";
    private const string Tools = "/usr/lib/llvm-19/bin";

    private static readonly string s_sources = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(CoverageSample.Source("x"))!, "..", "objects"));

    public static string[] Targets { get; } =
    [
        "x86_64-apple-macos11", "arm64-apple-macos11",
        "x86_64-pc-windows-msvc", "i686-pc-windows-msvc", "aarch64-pc-windows-msvc", "x86_64-w64-windows-gnu",
        "aarch64-linux-gnu", "i686-linux-gnu", "s390x-linux-gnu", "powerpc-linux-gnu", "mips-linux-gnu",
    ];

    /// <summary>Both sources as objects for <paramref name="target"/>.</summary>
    public static string[] Objects(string target) => [Compile("first.c", target), Compile("second.cpp", target)];

    /// <summary>
    /// One source as an object. No path of this machine is in it: llvm-cov 19 takes mappings for damaged that happen to lie at some offsets of a file, and the length of paths would move them.
    /// </summary>
    public static string Compile(string source, string target, params string[] flags) => Toolchain.Build($"{target}-{source}{string.Concat(flags)}.o", output =>
    {
        ToolRunner.Require(Clang);
        ToolRunner.RunIn(s_sources, Clang, [$"--target={target}", "-fprofile-instr-generate", "-fcoverage-mapping", "-fcoverage-compilation-dir=/src", .. flags, "-c", source, "-o", output]);
    });

    /// <summary>A library for macOS.</summary>
    public static string Library(string architecture) => Toolchain.Build($"lib{architecture}.dylib", output => RunTool(
        "ld64.lld",
        ["-dylib", "-undefined", "dynamic_lookup", "-platform_version", "macos", "11", "11", "-arch", architecture, .. Objects($"{architecture}-apple-macos11"), "-o", output]));

    /// <summary>A library for Windows, with what the profile runtime puts around the names.</summary>
    public static string Image(string processor) => Toolchain.Build($"{processor}.dll", output =>
    {
        var target = processor + "-pc-windows-msvc";
        var around = Toolchain.Build(processor + "-names.o", names => ToolRunner.Run(Clang, [$"--target={target}", "-c", Path.Combine(s_sources, "names_around.c"), "-o", names]));
        RunTool("lld-link", ["/dll", "/noentry", "/force:unresolved", "/nodefaultlib", "/debug", $"/out:{output}", .. Objects(target), around]);
    });

    /// <summary>Both processors of macOS in one file.</summary>
    public static string Universal(string name, params string[] slices) => Toolchain.Build(name, output => RunTool("llvm-lipo", ["-create", .. slices, "-output", output]));

    /// <summary>A static archive.</summary>
    public static string Archive(string name, IEnumerable<string> members, params string[] options) => Toolchain.Build(name, output => RunTool("llvm-ar", ["rcs", .. options, output, .. members]));

    public static void RunTool(string tool, IEnumerable<string> arguments)
    {
        var path = Path.Combine(Tools, tool);
        ToolRunner.Require(path);
        ToolRunner.Run(path, arguments);
    }
}
