using System.Diagnostics;

namespace CovTools.Tests.Runtime;

/// <summary>Compilers and other programs of the machine. What is missing skips a test on a person's machine and fails it where CI is true.</summary>
internal static class NativeTools
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(120);

    public static string RuntimeSources { get; } = Path.Combine(TestFolders.Repository, "src", "CovTools.Runtime");

    public static string Fixtures { get; } = Path.Combine(TestFolders.Repository, "tests", "Fixtures", "runtime");

    public static string? Find(string program)
    {
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return directories.Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists);
    }

    public static string Require(string program)
    {
        var found = Find(program);
        if (found is null)
        {
            Missing($"{program} is not installed");
        }

        return found!; // Missing does not return
    }

    /// <summary>Skips the test, or fails it where everything is expected to be there.</summary>
    public static void Missing(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            throw new InvalidOperationException(reason);
        }

        Assert.Skip(reason);
    }

    public static RunResult Run(string program, IEnumerable<string> arguments, string? directory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Path.GetTempPath(),
        };
        foreach (var name in new[] { "LD_PRELOAD", "COVRT_FILE", "COVRT_PROFILE_FILE", "LLVM_PROFILE_FILE" })
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', start.ArgumentList)} took more than {s_limit.TotalSeconds} s");
        }

        return new RunResult(process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Runs a program that has to succeed; returns its output.</summary>
    public static string Succeed(string program, IEnumerable<string> arguments, string? directory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var list = arguments.ToList();
        var result = Run(program, list, directory, environment);
        result.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', list)}\n{result.Output}{result.Error}");
        return result.Output;
    }
}
