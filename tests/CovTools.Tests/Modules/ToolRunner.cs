using System.Diagnostics;

namespace CovTools.Tests.Modules;

/// <summary>Runs compilers and LLVM's tools.</summary>
internal static class ToolRunner
{
    /// <summary>Standard output of a command that must succeed.</summary>
    public static string Run(string file, IEnumerable<string> arguments, params (string Name, string Value)[] environment) => RunIn("", file, arguments, environment);

    /// <summary>The same in a folder.</summary>
    public static string RunIn(string folder, string file, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(file) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("__LLVM_PROFILE_RT_INIT_ONCE");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start).ShouldNotBeNull();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{file} {string.Join(' ', start.ArgumentList)}\n{errors.Result}");
        return output;
    }

    /// <summary>Skips the test when a program is not there; where everything must be there (CI=true), fails it.</summary>
    public static void Require(params string[] files)
    {
        foreach (var file in files)
        {
            if (File.Exists(file))
            {
                continue;
            }

            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail($"{file} is not installed");
            }

            Assert.Skip($"{file} is not installed");
        }
    }
}
