using System.CommandLine;
using CovTools.Cli.Coverage;
using CovTools.Live;
using CovTools.Profiles;

namespace CovTools.Cli.Exec;

/// <summary>The verb <c>exec</c>.</summary>
internal static class ExecCommand
{
    public const string Name = "exec";

    private const string Help = """
        Runs any command and its children under coverage, whatever ends them, then reports as report does. Its own exit code is the command's, unless that is 0.

        Example:
          dotnet cov-collect exec -o cov.profdata --fail-under line=80 -- ctest --test-dir build
        """;

    public static Command Create()
    {
        var options = new ExecOptionSet();
        var command = new Command(Name, Help);
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, options, cancellationToken));
        return command;
    }

    /// <summary>Separates the command's words from the options of report, which may be spelled as llvm-cov does.</summary>
    /// <exception cref="UsageException">There is no command.</exception>
    public static string[] Translate(Command command, string[] arguments)
    {
        var end = Array.IndexOf(arguments, "--");
        var translated = new LlvmSpelling(command, RefusedOptions.All, command.Options.Single(option => option.Name == "--sources")).Translate(end < 0 ? arguments : arguments[..end]);
        if (translated is ["--help"])
        {
            return translated;
        }

        if (end < 0 || end == arguments.Length - 1)
        {
            throw new UsageException("the command stands behind --: exec [OPTIONS] -- CMD ARGUMENTS");
        }

        var inputs = Array.IndexOf(translated, "--");
        return [.. translated[..inputs], .. translated[(inputs + 1)..].Select(input => $"--input={input}"), "--", .. arguments[(end + 1)..]];
    }

    private static async Task<int> RunAsync(ParseResult parsed, ExecOptionSet options, CancellationToken cancellationToken)
    {
        var report = new ReportArguments(parsed, options);
        var words = parsed.GetRequiredValue(options.Words);
        var output = new SavedProfile(parsed.GetValue(options.Profile), parsed.GetValue(options.Append));
        var program = ProgramPath.Find(words[0]) ?? throw new EnvironmentIncompleteException($"there is no program {words[0]}");
        using var session = CaptureSession.Create(new CaptureOptions { Folder = parsed.GetValue(options.CaptureFolder), ForAllUsers = parsed.GetValue(options.AllUsers) });
        var ended = await CommandRun.RunAsync(program, words.Skip(1), session, parsed.GetValue(options.Instrument)).ConfigureAwait(false);

        // A signal that came while the command ran was the command's.
        var token = cancellationToken.IsCancellationRequested ? CancellationToken.None : cancellationToken;
        var result = session.Read();
        var code = Tell(session, result, parsed.GetValue(options.AllowLost));
        var profile = output.Write(result, Path.Combine(session.Folder, "run.profdata"), token);
        if (!parsed.GetValue(options.NoReport))
        {
            var modules = ReportedBinaries.Of(result, program);
            code = modules.Count == 0 && !report.NamesBinaries ? NothingRan(code, parsed.GetValue(options.Report.AllowEmpty)) : await ReportAsync(report.For(profile, modules), code, token).ConfigureAwait(false);
        }

        if (ended != 0)
        {
            await Console.Error.WriteLineAsync($"the command ended with exit code {ended}").ConfigureAwait(false);
        }

        return ended == 0 || parsed.GetValue(options.IgnoreExitCode) ? (int)code : ended;
    }

    private static ExitCode Tell(CaptureSession session, CaptureResult result, bool allowsLoss)
    {
        foreach (var problem in result.Problems)
        {
            Console.Error.WriteLine($"{(allowsLoss ? "warning" : "error")}: counters are missing: {problem.Reason}");
        }

        if (session.RunningProcesses() is { Count: > 0 } running)
        {
            Console.Error.WriteLine($"warning: still running: process {string.Join(", ", running)}; what they count from now on is not in the result");
        }

        return result.Problems.Count == 0 || allowsLoss ? ExitCode.Complete : ExitCode.Failed;
    }

    private static ExitCode NothingRan(ExitCode code, bool allowsEmpty)
    {
        Console.Error.WriteLine(
            $"{(allowsEmpty ? "warning" : "error")}: nothing was measured: no instrumented program or library was loaded; build with -fprofile-instr-generate -fcoverage-mapping, or run the build under exec --instrument");
        return allowsEmpty || code != ExitCode.Complete ? code : ExitCode.NothingMeasured;
    }

    private static async Task<ExitCode> ReportAsync(IReadOnlyList<string> arguments, ExitCode code, CancellationToken cancellationToken)
    {
        var parsed = ReportCommand.Create().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        var reported = (ExitCode)await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellationToken).ConfigureAwait(false);
        return reported == ExitCode.Complete ? code : reported;
    }
}
