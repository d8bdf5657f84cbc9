using CovTools.Tests.Runtime;

namespace CovTools.Tests.Live;

/// <summary>tests/Fixtures/live/threads.c, built with one set of options.</summary>
internal static class ThreadedProgram
{
    private static readonly string s_source = Path.Combine(TestFolders.Repository, "tests", "Fixtures", "live", "threads.c");

    public static string Build(string release, params string[] options)
    {
        var output = Path.Combine(TestFolders.Create("threads"), "threads");
        NativeTools.Succeed(
            NativeTools.Require("clang-" + release),
            ["-O1", "-fno-inline", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", .. options, s_source, "-o", output, "-ldl", "-lpthread"]);
        return output;
    }
}
