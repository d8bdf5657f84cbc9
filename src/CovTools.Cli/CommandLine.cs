using System.CommandLine;
using System.CommandLine.Parsing;
using CovTools.Cli.Coverage;
using CovTools.Cli.Doctor;
using CovTools.Cli.Exec;
using CovTools.Cli.Live;
using CovTools.Cli.Merge;
using CovTools.Cli.Profile;
using CovTools.Cli.Run;
using CovTools.Containers;
using CovTools.Execution;

namespace CovTools.Cli;

/// <summary>The tool: its verbs, and how every kind of failure becomes a message and an exit code.</summary>
internal static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var root = new RootCommand("Runs corpora of scripts under LLVM coverage, keeps what every script covered, and shows how coverage grew.");
        var merge = MergeCommand.Create();
        var profile = ProfileCommand.Create();
        Command[] coverage = [ReportCommand.Create(), ShowCommand.Create(), ExportCommand.Create()];
        var exec = ExecCommand.Create();
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(BucketCommand.Create());
        root.Subcommands.Add(merge);
        root.Subcommands.Add(exec);
        root.Subcommands.Add(LiveCommand.Create());
        root.Subcommands.Add(DoctorCommand.Create());
        root.Subcommands.Add(profile);
        foreach (var verb in coverage)
        {
            root.Subcommands.Add(verb);
        }

        ParseResult parsed;
        try
        {
            var configuration = new ParserConfiguration();
            if (arguments is [MergeCommand.Name or ExecCommand.Name, ..])
            {
                // @LIST is an input of merge, and may be longer than any command line; what exec runs is no business of ours; elsewhere @FILE holds options.
                configuration.ResponseFileTokenReplacer = null;
            }

            parsed = root.Parse(Translate(arguments, merge, profile, exec, coverage), configuration);
        }
        catch (UsageException exception)
        {
            return Fail(exception, ExitCode.Usage);
        }

        if (parsed.Errors.Count > 0)
        {
            // The whole help text would push the one line that matters off the screen.
            foreach (var error in parsed.Errors)
            {
                Print(error.Message);
            }

            Print($"see: dotnet cov-collect {Verb(parsed.CommandResult)}--help");
            return (int)ExitCode.Usage;
        }

        using var signals = new StopSignals();
        try
        {
            // The library's own handling of signals reports SIGTERM as Ctrl-C.
            var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
            var code = await parsed.InvokeAsync(configuration, signals.Token).ConfigureAwait(false);
            return code == (int)ExitCode.Interrupted ? (int)signals.ExitCode : code;
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
            return (int)signals.ExitCode;
        }
        catch (Exception exception) when (
            exception is DriverException or ContainerEngineException or MalformedDataException or IOException or UnauthorizedAccessException)
        {
            return Fail(exception, ExitCode.Failed);
        }
    }

    private static string Verb(CommandResult? command) => command?.Command is null or RootCommand ? "" : $"{Verb(command.Parent as CommandResult)}{command.Command.Name} ";

    /// <summary>The verbs that replace one of LLVM's tools take its spellings.</summary>
    private static string[] Translate(string[] arguments, Command merge, Command profile, Command exec, Command[] coverage) => arguments switch
    {
        [MergeCommand.Name, .. var rest] => [MergeCommand.Name, .. new LlvmSpelling(merge, Merge.RefusedOptions.Merge).Translate(rest)],
        [ExecCommand.Name, .. var rest] => [ExecCommand.Name, .. ExecCommand.Translate(exec, rest)],
        [ProfileCommand.Name, ProfileCommand.Show, .. var rest] =>
            [ProfileCommand.Name, ProfileCommand.Show, .. new LlvmSpelling(profile.Subcommands[0], Merge.RefusedOptions.Show).Translate(rest)],
        [var name, .. var rest] when Array.Find(coverage, verb => verb.Name == name) is { } verb => [name, .. CoverageVerb.Translate(verb, rest)],
        _ => arguments,
    };

    private static int Fail(Exception exception, ExitCode code)
    {
        Print("error: " + exception.Message);
        return (int)code;
    }

    private static void Print(string message) => Console.Error.WriteLine(message);
}
