using System.Diagnostics;
using System.Text.Json;

namespace CovTools.Cli.Tests;

/// <summary>Runs the tool as users do: as a process.</summary>
internal static class Tool
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "dotnet-cov-collect.dll");

    public static Process Start(string workingDirectory, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path);
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["COVTOOLS_SAMPLES"] = System.IO.Path.Combine(Repository.Root, "samples");
        return Process.Start(start)!;
    }

    public static async Task<ToolResult> RunAsync(string workingDirectory, params string[] arguments)
    {
        using var process = Start(workingDirectory, arguments);
        return await FinishAsync(process);
    }

    public static async Task<ToolResult> FinishAsync(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new ToolResult(process.ExitCode, await output, await error);
    }
}

/// <summary>What a run of the tool printed.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public override string ToString() => $"exit code {ExitCode}\n--- output\n{Output}\n--- error\n{Error}";
}
