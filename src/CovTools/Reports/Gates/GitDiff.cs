using System.ComponentModel;
using System.Diagnostics;

namespace CovTools.Reports;

/// <summary>Asks git what a range of commits changes.</summary>
internal static class GitDiff
{
    // Whatever the user's configuration says, the output is a plain diff with a/ and b/.
    private static readonly string[] s_diff =
    [
        "-c", "core.quotePath=true", "diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative", "--find-renames", "--submodule=short",
        "--src-prefix=a/", "--dst-prefix=b/", "--unified=0",
    ];

    /// <summary>The changes of a range.</summary>
    /// <param name="range">As <c>git diff</c> takes it.</param>
    /// <param name="folder">A folder of the repository.</param>
    /// <param name="cancellation">Stops git.</param>
    /// <exception cref="UsageException">git does not know the range, or the folder is in no repository.</exception>
    /// <exception cref="EnvironmentIncompleteException">git is not installed.</exception>
    public static Patch Read(string range, string folder, CancellationToken cancellation)
    {
        if (range.Length == 0 || range.StartsWith('-') || range.Contains('\0', StringComparison.Ordinal))
        {
            throw new UsageException($"'{range}' is neither a file with a diff nor a range of commits");
        }

        var root = Run(["rev-parse", "--show-toplevel"], range, folder, static output => new StreamReader(output).ReadToEnd().TrimEnd('\n'), cancellation);
        var patch = Run([.. s_diff, range, "--"], range, folder, output => Patch.Read(output, $"git diff {range}"), cancellation);
        return patch with { Root = root };
    }

    private static T Run<T>(string[] arguments, string range, string folder, Func<Stream, T> read, CancellationToken cancellation)
    {
        using var process = Start(arguments, folder);
        using var stop = cancellation.Register(static state => Kill((Process)state!), process);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        T result;
        try
        {
            result = read(process.StandardOutput.BaseStream);
        }
        catch
        {
            Kill(process);
            throw;
        }

        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        return process.ExitCode == 0
            ? result
            : throw new UsageException($"'{range}' is no file, and git knows no such range in '{folder}': {FirstLine(errors.GetAwaiter().GetResult())}");
    }

    private static Process Start(string[] arguments, string folder)
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["LC_ALL"] = "C";
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception) when (Directory.Exists(folder))
        {
            throw new EnvironmentIncompleteException($"cannot start 'git' ({exception.Message}); install it, or give a file with a diff", exception);
        }
        catch (Win32Exception exception)
        {
            throw new UsageException($"there is no folder '{folder}'", exception);
        }
    }

    private static void Kill(Process process)
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0];
}
