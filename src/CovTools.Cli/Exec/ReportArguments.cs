using System.CommandLine;
using CovTools.Cli.Coverage;

namespace CovTools.Cli.Exec;

/// <summary>The arguments of <c>report</c> among those of <c>exec</c>.</summary>
internal sealed class ReportArguments
{
    private readonly List<string> _options = [];
    private readonly string[] _inputs;

    /// <summary>Takes them from the command line.</summary>
    /// <exception cref="UsageException">Report would refuse them.</exception>
    public ReportArguments(ParseResult parsed, ExecOptionSet options)
    {
        _inputs = parsed.GetValue(options.Inputs) ?? [];
        foreach (var option in ReportCommand.Create().Options)
        {
            if (parsed.CommandResult.Command.Options.FirstOrDefault(own => own.Name == option.Name) is not { } own || parsed.GetResult(own) is not { Implicit: false } result)
            {
                continue;
            }

            _options.AddRange(result.Tokens.Count == 0 ? [option.Name] : result.Tokens.Select(token => $"{option.Name}={token.Value}"));
        }

        Check();
    }

    /// <summary>Binaries were named: those that ran do not matter.</summary>
    public bool NamesBinaries => _inputs.Length > 0;

    /// <summary>The command line of report.</summary>
    /// <param name="profile">The profile of the run.</param>
    /// <param name="modules">Binaries that ran, for when none is named.</param>
    public IReadOnlyList<string> For(string profile, IReadOnlyList<string> modules) =>
        [.. _options, $"--profile={profile}", .. NamesBinaries ? [] : modules.Skip(1).Select(module => $"--object={module}"), "--", .. NamesBinaries ? _inputs : modules.Take(1)];

    /// <summary>What report would refuse is refused before the command runs.</summary>
    private void Check()
    {
        var options = new CoverageOptionSet();
        var format = ExecOptionSet.CreateFormat();
        var command = new Command("report") { new Option<bool>("--show-functions"), format };
        options.AddTo(command);
        var parsed = command.Parse([.. For("-", ["-"])], new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            throw new UsageException(parsed.Errors[0].Message);
        }

        var request = CoverageRequest.Read(parsed, options);
        if (request.IsProfileEmpty)
        {
            throw new UsageException("--empty-profile: exec makes a profile");
        }

        OutputFormat.Check(ExecCommand.Name, parsed.GetRequiredValue(format), ["text", .. ExportFormat.Numbers]);
    }
}
