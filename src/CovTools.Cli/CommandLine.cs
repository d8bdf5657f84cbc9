using System.CommandLine;
using CovTools.Cli.Run;
using CovTools.Execution;

namespace CovTools.Cli;

/// <summary>The tool: its verbs, and how every kind of failure becomes a message and an exit code.</summary>
internal static class CommandLine
{
    /// <summary>Containers are stopped through their engine and results are flushed before the process ends.</summary>
    private static readonly TimeSpan s_terminationTimeout = TimeSpan.FromSeconds(60);

    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Runs corpora of scripts under LLVM coverage, keeps what every script covered, and shows how coverage grew.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(BucketCommand.Create());
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            // The whole help text would push the one line that matters off the screen.
            foreach (var error in parsed.Errors)
            {
                Print(error.Message);
            }

            Print($"see: dotnet cov-collect {string.Join(' ', parsed.CommandResult.Command == root ? [] : new[] { parsed.CommandResult.Command.Name, "" })}--help");
            return (int)ExitCode.Usage;
        }

        try
        {
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = s_terminationTimeout };
            return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
        }
        catch (UsageException exception)
        {
            return Fail(exception, ExitCode.Usage);
        }
        catch (EnvironmentIncompleteException exception)
        {
            return Fail(exception, ExitCode.Environment);
        }
        catch (OperationCanceledException)
        {
            Print("interrupted");
            return (int)ExitCode.Interrupted;
        }
        catch (Exception exception) when (exception is DriverException or MalformedDataException or IOException or UnauthorizedAccessException)
        {
            return Fail(exception, ExitCode.Failed);
        }
    }

    private static int Fail(Exception exception, ExitCode code)
    {
        Print("error: " + exception.Message);
        return (int)code;
    }

    private static void Print(string message) => Console.Error.WriteLine(message);
}
