using System.Collections.Concurrent;

namespace CovTools.Tests.Runtime;

/// <summary>Libraries with SanitizerCoverage, each built once.</summary>
internal static class SanitizedLibrary
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> s_built = new();

    public static string Source { get; } = Path.Combine(TestFolders.Repository, "tests", "Fixtures", "sanitizer", "edges.cpp");

    /// <summary>tests/Fixtures/sanitizer/edges.cpp with these words after -fsanitize-coverage=edge, not linked to anything of ours.</summary>
    /// <param name="coverage">For example "trace-pc-guard,pc-table".</param>
    /// <param name="name">Of the file.</param>
    public static string Build(string coverage, string name = "libedges.so") =>
        Once($"{coverage} {name}", name, () => (NativeTools.Require("clang++-19"), ["-g", "-O0", "-fsanitize-coverage=edge," + coverage, Source]));

    /// <summary>The same, linked to libmemcov as a library for memcov is.</summary>
    public static string Linked() =>
        Once("linked", "libedges.so", () => (NativeTools.Require("clang++-19"), ["-g", "-O0", "-fsanitize-coverage=edge,trace-pc-guard", Source, .. Link]));

    /// <summary>A library with an exact number of edges.</summary>
    public static string Guards(int count) =>
        Once($"{count}", "libguards.so", () => (NativeTools.Require("cc"), ["-O1", $"-DGUARDS={count}", Path.Combine(Path.GetDirectoryName(Source)!, "guards.c"), .. Link, "-lpthread"]));

    private static string[] Link => LinkTo(Libcovrt.Native);

    /// <summary>The words that link to the libmemcov beside a libcovrt.</summary>
    public static string[] LinkTo(string libcovrt) => ["-L" + Path.GetDirectoryName(libcovrt), "-lmemcov", "-Wl,-rpath," + Path.GetDirectoryName(libcovrt)];

    private static string Once(string key, string name, Func<(string Compiler, string[] Words)> words) =>
        s_built.GetOrAdd(key, _ => new Lazy<string>(() =>
        {
            var path = Path.Combine(TestFolders.Create("sanitized"), name);
            var (compiler, arguments) = words();
            NativeTools.Succeed(compiler, ["-shared", "-fPIC", "-Wl,--build-id", .. arguments, "-o", path]);
            return path;
        })).Value;
}
