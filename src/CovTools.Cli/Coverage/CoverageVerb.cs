using System.CommandLine;

namespace CovTools.Cli.Coverage;

/// <summary>How <c>report</c>, <c>show</c> and <c>export</c> run.</summary>
internal static class CoverageVerb
{
    /// <summary>Makes a verb.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">What it does, with an example.</param>
    /// <param name="options">The options of all three verbs.</param>
    /// <param name="own">Options of this one.</param>
    /// <param name="run">Runs it; returns the exit code.</param>
    public static Command Create(string name, string help, CoverageOptionSet options, IEnumerable<Option> own, Func<ParseResult, CoverageRequest, CancellationToken, ExitCode> run)
    {
        var command = new Command(name, help);
        options.AddTo(command);
        foreach (var option in own)
        {
            command.Add(option);
        }

        command.SetAction((parsed, cancellationToken) => Task.Run(() => (int)Run(parsed, options, run, cancellationToken), cancellationToken));
        return command;
    }

    /// <summary>The verb with the arguments of llvm-cov.</summary>
    public static string[] Translate(Command command, IReadOnlyList<string> arguments) =>
        new LlvmSpelling(command, RefusedOptions.All, command.Options.Single(option => option.Name == "--sources")).Translate(arguments);

    /// <summary>Tells what is to be told about a result that was written.</summary>
    public static ExitCode Finish(CoverageSession session, Stream? json)
    {
        var outcome = new SessionOutcome(session);
        outcome.Write(Console.Error);
        if (json is not null)
        {
            SessionJson.Write(json, session, outcome);
        }

        return outcome.Code;
    }

    private static ExitCode Run(ParseResult parsed, CoverageOptionSet options, Func<ParseResult, CoverageRequest, CancellationToken, ExitCode> run, CancellationToken cancellationToken)
    {
        var request = CoverageRequest.Read(parsed, options);
        try
        {
            return run(parsed, request, cancellationToken);
        }
        catch (NothingMeasuredException exception)
        {
            Console.Error.WriteLine($"error: nothing was measured: {exception.Message}");
            return request.FollowsLlvm ? ExitCode.Failed : ExitCode.NothingMeasured;
        }
    }
}
