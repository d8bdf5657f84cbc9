using System.Diagnostics;
using System.Text.Json;
using CovTools.Tests.Modules;

namespace CovTools.Tests.Support;

/// <summary>
/// The programs of tests/Fixtures/programs, built and run with the releases that are installed: once, then kept in .cache of the checkout until a source,
/// the description or the compiler changes (tests/Fixtures/programs/build.py decides that).
/// </summary>
internal static class ProgramSet
{
    private static readonly Lazy<IReadOnlyList<ProgramDescription>> s_descriptions = new(ReadDescriptions);
    private static readonly Lazy<BuildOutcome> s_outcome = new(Build);

    /// <summary>The releases whose compilers Debian 12 and the project's installer provide.</summary>
    public static IReadOnlyList<int> Releases { get; } = [14, 16, 19, 22];

    public static TheoryData<int> EachRelease => [.. Releases];

    /// <summary>Every release with the name of every program that it should be able to build, and profiles in text form that it reads.</summary>
    public static TheoryData<int, string> EachProgram
    {
        get
        {
            var pairs = new TheoryData<int, string>();
            foreach (var release in Releases)
            {
                foreach (var name in NamesOf(release))
                {
                    pairs.Add(release, name);
                }
            }

            return pairs;
        }
    }

    /// <summary>The same for programs with a coverage mapping.</summary>
    public static TheoryData<int, string> EachCoveredProgram =>
        new(Releases.SelectMany(release => s_descriptions.Value.Where(program => program.HasCoverage && program.Language != "text" && program.IsFor(release)).Select(program => (release, program.Name))));

    /// <summary>The folder that compilers and llvm-cov had as current folder: sources are named relative to it.</summary>
    public static string Sources { get; } = Path.Combine(RepositoryRoot.Path, "tests", "Fixtures", "programs", "src");

    private static string Cache { get; } = Path.Combine(RepositoryRoot.Path, ".cache", "programs");

    /// <summary>Names of the programs that a release builds, without those that need a linker or a C library that may not be installed.</summary>
    public static IEnumerable<string> NamesOf(int release) => s_descriptions.Value.Where(program => program.IsFor(release)).Select(program => program.Name);

    /// <summary>A built program. Where the compiler is missing the test is skipped, or fails when CI=true; what should build and does not fails the test.</summary>
    public static BuiltProgram Require(int release, string name)
    {
        ToolRunner.Require($"/usr/bin/clang-{release}", $"/usr/bin/llvm-profdata-{release}", $"/usr/bin/llvm-cov-{release}", "/usr/bin/python3");
        var description = s_descriptions.Value.Single(program => program.Name == name);
        description.IsFor(release).ShouldBeTrue($"{name} is not a program for {release}");
        var folder = Path.Combine(Cache, description.Language == "text" ? "text" : release.ToString(System.Globalization.CultureInfo.InvariantCulture), name);
        s_outcome.Value.Code.ShouldBe(0, s_outcome.Value.Log);
        return BuiltProgram.Read(release, folder);
    }

    private static BuildOutcome Build()
    {
        var present = Releases.Where(release => File.Exists($"/usr/bin/clang-{release}"));
        Directory.CreateDirectory(Cache);
        using var only = Lock(Path.Combine(Cache, "lock"));
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])[Path.Combine(Path.GetDirectoryName(Sources)!, "build.py"), Cache, "--releases", string.Join(',', [.. present, "text"]), "--jobs", "2"])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start).ShouldNotBeNull();
        var errors = process.StandardError.ReadToEndAsync();
        var log = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new BuildOutcome(process.ExitCode, log + errors.Result);
    }

    /// <summary>Two test runs of one checkout build one after the other.</summary>
    private static FileStream Lock(string file)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < TimeSpan.FromMinutes(5))
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    private static List<ProgramDescription> ReadDescriptions()
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(Sources)!, "programs.json")));
        return [.. document.RootElement.GetProperty("programs").EnumerateArray().Select(ProgramDescription.Read)];
    }

    private sealed record BuildOutcome(int Code, string Log);
}
