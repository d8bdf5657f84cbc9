using System.Collections.Concurrent;
using System.Diagnostics;

namespace CovTools.Cli.Tests.Coverage;

/// <summary>A program of tests/Fixtures/programs, built, run and merged with the tools of one LLVM release.</summary>
internal sealed class MeasuredProgram
{
    private static readonly ConcurrentDictionary<(int Release, string Name), Lazy<MeasuredProgram>> s_programs = new();
    private static readonly Dictionary<string, string[]> s_flags = new(StringComparer.Ordinal)
    {
        ["macros.c"] = ["-w"],
        ["constexpr.cpp"] = ["-std=c++17"],
        ["templates.cpp"] = ["templates_first.cpp", "templates_second.cpp"],
        ["decisions.c"] = ["-w"],
    };

    private MeasuredProgram(int release, string name)
    {
        Release = release;
        Name = name;
        var folder = Directory.CreateTempSubdirectory("covtools-coverage-").FullName;
        Binary = Path.Combine(folder, "program");
        Raw = Path.Combine(folder, "run.profraw");
        Profile = Path.Combine(folder, "merged.profdata");
        string[] mcdc = release >= 18 && name == "decisions.c" ? ["-fcoverage-mcdc"] : [];
        var language = name.EndsWith('c') ? "clang" : "clang++";
        Run($"{language}-{release}", null, ["-fprofile-instr-generate", "-fcoverage-mapping", .. mcdc, .. s_flags[name], name, "-o", Binary]);
        Run(Binary, Raw, ["1", "2", "3"]);
        Run($"llvm-profdata-{release}", null, ["merge", "-o", Profile, Raw]);
    }

    public static string Sources { get; } = Path.Combine(Repository.Root, "tests", "Fixtures", "programs", "src");

    public int Release { get; }

    public string Name { get; }

    public string Binary { get; }

    public string Raw { get; }

    public string Profile { get; }

    /// <summary>The full path of the program's first source.</summary>
    public string Source => Path.Combine(Sources, Name);

    /// <summary>The built program. Where the release is missing the test is skipped, or fails when CI=true.</summary>
    public static MeasuredProgram Require(int release, string name)
    {
        Components.RequireProgram($"clang-{release}");
        Components.RequireProgram($"llvm-cov-{release}");
        return s_programs.GetOrAdd((release, name), key => new Lazy<MeasuredProgram>(() => new MeasuredProgram(key.Release, key.Name))).Value;
    }

    /// <summary>What llvm-cov of the release prints.</summary>
    public (int ExitCode, byte[] Output) Oracle(string verb, params string[] options) =>
        Capture($"llvm-cov-{Release}", [verb, Binary, $"-instr-profile={Profile}", .. options]);

    /// <summary>What this tool prints for the same.</summary>
    public (int ExitCode, byte[] Output) Ours(string verb, params string[] options) =>
        Capture("dotnet", ["exec", Tool.Path, verb, Binary, $"--profile={Profile}", "--llvm", Release.ToString(System.Globalization.CultureInfo.InvariantCulture), .. options]);

    private static (int ExitCode, byte[] Output) Capture(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Sources })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        _ = error.Result; // Messages are ours; they are not compared.
        return (process.ExitCode, output.ToArray());
    }

    private static void Run(string program, string? profile, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Sources };
        start.Environment["LLVM_PROFILE_FILE"] = profile ?? "/dev/null";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (profile is null)
        {
            process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {error.Result}");
        }
    }
}
