using System.Diagnostics;

namespace CovTools.MSBuild.Tests;

/// <summary>Starts programs.</summary>
internal static class Command
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(8);

    /// <summary>Runs a program to its end.</summary>
    public static CommandResult Run(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var (process, output) = Start(folder, program, arguments, environment);
        using (process)
        {
            return Finish(process, output);
        }
    }

    /// <summary>Starts a program; both of its outputs go to one reader.</summary>
    public static (Process Process, ProcessOutput Output) Start(string folder, string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // What `dotnet test` sets for its own MSBuild is not for the one that is tested.
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name is "CI" or "VSTEST_HOST_DEBUG").ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment.TryAdd("DOCKER_API_VERSION", "1.41");
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        return (process, new ProcessOutput(process));
    }

    /// <summary>Waits for the end.</summary>
    public static CommandResult Finish(Process process, ProcessOutput output)
    {
        if (!process.WaitForExit(s_longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}: {output.Text}");
        }

        process.WaitForExit();
        return new CommandResult(process.ExitCode, output.Text);
    }
}
