using CovTools.Tests.Driver;

namespace CovTools.Tests.Runtime;

/// <summary>Runs the programs in tests/Fixtures/python, which use the Python module or libmemcov and check what they get.</summary>
internal static class Covtools
{
    public static string Scripts { get; } = Path.Combine(TestFolders.Repository, "tests", "Fixtures", "python");

    public static string Package { get; } = Path.Combine(NativeTools.RuntimeSources, "python");

    /// <summary>Gets the folder with linux-x64 or linux-arm64 in it.</summary>
    public static string Libraries => Path.GetDirectoryName(Path.GetDirectoryName(Libcovrt.Native))!;

    /// <summary>Runs a function of a program; it has to succeed. Returns what the program wrote.</summary>
    public static RunResult Check(string program, string function, params string[] words) => Check(new Dictionary<string, string>(), program, function, words);

    public static RunResult Check(IReadOnlyDictionary<string, string> environment, string program, string function, params string[] words)
    {
        var variables = new Dictionary<string, string>(Environment) { ["TMPDIR"] = TestFolders.Create("tmp") };
        foreach (var (name, value) in environment)
        {
            variables[name] = value;
        }

        var result = NativeTools.Run(DriverHarness.Python, [Path.Combine(Scripts, program), function, .. words], TestFolders.Create("python"), variables);

        result.ExitCode.ShouldBe(0, result.Output + result.Error);
        result.Output.ShouldEndWith("ok\n");
        return result;
    }

    /// <summary>Gets what a Python program needs to find the module.</summary>
    public static IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["PYTHONPATH"] = Package + ":" + Scripts,
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["COVTOOLS_LIBRARIES"] = Libraries,
    };
}
