using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Cli.Tests.Exec;

/// <summary>tests/Fixtures/live/ends.cpp, which ends in many ways.</summary>
internal static class EndingProgram
{
    private static readonly Lazy<string> s_built = new(Build);

    /// <summary>Way to end, words for it, and how often the process and its children call the function <c>work</c>.</summary>
    public static IReadOnlyList<(string Way, string Words, ulong Calls)> Ends { get; } =
    [
        ("return", "`main` returns", 1),
        ("exit", "`exit(7)`", 1),
        ("_exit", "`_exit(7)`", 1),
        ("quick_exit", "`quick_exit(7)`", 1),
        ("exit-thread", "`_exit(7)` in another thread", 1),
        ("closed-files", "closes all files, `_exit(0)`", 1),
        ("null-pointer", "null pointer (SIGSEGV)", 1),
        ("overflow", "stack overflow", 1),
        ("overflow-thread", "stack overflow in another thread", 1),
        ("abort", "`abort` (SIGABRT)", 1),
        ("abort-thread", "`abort` in another thread", 2),
        ("heap", "heap corruption", 1),
        ("division", "division by zero (SIGFPE)", 1),
        ("trap", "illegal instruction (SIGILL)", 1),
        ("bus", "file cut under a mapping (SIGBUS)", 1),
        ("terminate", "`std::terminate`", 1),
        ("uncaught", "uncaught exception", 1),
        ("uncaught-thread", "uncaught exception in another thread", 1),
        ("destructor", "exception leaves a destructor", 1),
        ("two-exceptions", "exception during unwinding", 1),
        ("memory", "no memory (RLIMIT_AS)", 1),
        ("cpu", "CPU time limit (SIGXCPU)", 1),
        ("SIGSEGV", "SIGSEGV from outside", 1),
        ("SIGABRT", "SIGABRT from outside", 1),
        ("SIGFPE", "SIGFPE from outside", 1),
        ("SIGILL", "SIGILL from outside", 1),
        ("SIGBUS", "SIGBUS from outside", 1),
        ("SIGTRAP", "SIGTRAP from outside", 1),
        ("SIGTERM", "SIGTERM", 1),
        ("SIGINT", "SIGINT", 1),
        ("SIGHUP", "SIGHUP", 1),
        ("SIGPIPE", "SIGPIPE", 1),
        ("SIGALRM", "SIGALRM", 1),
        ("SIGQUIT", "SIGQUIT", 1),
        ("SIGKILL", "SIGKILL", 1),
        ("killed", "SIGKILL by another process", 1),
        ("exec", "executes another program", 1),
        ("exec-self", "executes itself, then SIGKILL", 2),
        ("children", "forks three children that `_exit`", 4),
        ("killed-children", "forks three children that are killed", 4),
    ];

    public static string Require()
    {
        Components.RequireProgram("clang++-19");
        return s_built.Value;
    }

    /// <summary>How often the function <c>work</c> was called, by all profiles of a folder or one file.</summary>
    public static ulong Calls(string path)
    {
        var calls = 0UL;
        foreach (var file in Directory.Exists(path) ? Directory.GetFiles(path) : [path])
        {
            using var source = new FileByteSource(file);
            if (source.Length > 0)
            {
                calls += ProfileReader.Read(source).SelectMany(profile => profile.Records()).Where(record => record.NameText == "work")
                    .Aggregate(0UL, (sum, record) => sum + record.Counters.Span[0]);
            }
        }

        return calls;
    }

    private static string Build()
    {
        var folder = Directory.CreateTempSubdirectory("covtools-ends-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        var program = Path.Combine(folder, "ends");
        using var compiler = System.Diagnostics.Process.Start(
            "clang++-19",
            ["-O0", "-w", "-fprofile-instr-generate", "-fcoverage-mapping", "-Wl,--build-id", Path.Combine(Repository.Root, "tests/Fixtures/live/ends.cpp"), "-o", program, "-lpthread"]);
        compiler.WaitForExit();
        compiler.ExitCode.ShouldBe(0);
        return program;
    }
}
