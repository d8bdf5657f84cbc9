using System.CommandLine;
using CovTools.Cli.Merge;
using CovTools.Profiles;

namespace CovTools.Cli.Profile;

/// <summary>The verb <c>profile show</c>.</summary>
internal static class ProfileCommand
{
    public const string Name = "profile";

    public const string Show = "show";

    private const string Help = """
        Show what a profile holds, as llvm-profdata show does, for profiles of any LLVM version.

        Example:
          dotnet cov-collect profile show --all-functions --counts all.profdata
        """;

    public static Command Create()
    {
        var options = new ShowOptionSet();
        var show = new Command(Show, Help);
        options.AddTo(show);
        show.SetAction((parsed, cancellationToken) => Task.Run(() => Run(parsed, options), cancellationToken));
        var command = new Command(Name, "Look into profiles.");
        command.Subcommands.Add(show);
        return command;
    }

    private static int Run(ParseResult parsed, ShowOptionSet options)
    {
        _ = parsed;
        _ = options;
        throw new UsageException("not yet");
    }
}
