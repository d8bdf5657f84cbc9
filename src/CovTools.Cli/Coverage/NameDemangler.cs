using System.ComponentModel;
using System.Diagnostics;
using CovTools.Coverage;

namespace CovTools.Cli.Coverage;

/// <summary>Readable names of functions, from a program that reads names line by line and writes as many (-Xdemangler of llvm-cov).</summary>
internal static class NameDemangler
{
    /// <summary>Runs the program over the names of all functions.</summary>
    /// <param name="command">The program and its options; empty: names stay as they are.</param>
    /// <param name="report">Whose functions.</param>
    /// <param name="cancellationToken">Stops the program.</param>
    /// <returns>Readable names; null when there are none.</returns>
    /// <exception cref="EnvironmentIncompleteException">The program cannot be started.</exception>
    /// <exception cref="IOException">It fails, or does not write one line for each that it reads.</exception>
    public static Func<string, string>? Read(IReadOnlyList<string> command, CoverageReport report, CancellationToken cancellationToken)
    {
        if (command.Count == 0)
        {
            return null;
        }

        var names = report.Functions().Select(function => function.Name).Distinct(StringComparer.Ordinal).ToList();
        var readable = RunAsync(command, names, cancellationToken).GetAwaiter().GetResult();
        if (readable.Count != names.Count)
        {
            throw new IOException($"{command[0]}: wrote {readable.Count} names for {names.Count}");
        }

        var table = names.Zip(readable).ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
        return name => table.GetValueOrDefault(name, name);
    }

    private static async Task<List<string>> RunAsync(IReadOnlyList<string> command, List<string> names, CancellationToken cancellationToken)
    {
        using var process = Start(command);
        using var registration = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        foreach (var name in names)
        {
            await process.StandardInput.WriteAsync($"{name}\n".AsMemory(), cancellationToken).ConfigureAwait(false);
        }

        process.StandardInput.Close();
        var lines = (await output.ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return process.ExitCode == 0 ? [.. lines.Select(line => line.TrimEnd())] : throw new IOException($"{command[0]}: ended with exit code {process.ExitCode}");
    }

    private static Process Start(IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            return Process.Start(start) ?? throw new EnvironmentIncompleteException($"{command[0]}: the demangler did not start");
        }
        catch (Win32Exception exception)
        {
            throw new EnvironmentIncompleteException($"{command[0]}: the demangler cannot be started: {exception.Message}", exception);
        }
    }
}
