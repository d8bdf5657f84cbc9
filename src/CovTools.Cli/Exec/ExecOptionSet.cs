using System.CommandLine;
using CovTools.Cli.Coverage;

namespace CovTools.Cli.Exec;

/// <summary>The options of <c>exec</c>: those of <c>report</c>, and its own.</summary>
internal sealed class ExecOptionSet
{
    public ExecOptionSet()
    {
        // -o is the profile here: it is what a run leaves.
        Report.Output.Aliases.Remove("-o");
        Report.Output.Description = "Where to print the report; - for standard output";
    }

    public CoverageOptionSet Report { get; } = new();

    public Argument<string[]> Words { get; } = new("CMD") { Description = "Behind --: the program and its arguments", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>What stands in front of the <c>--</c>: binaries and sources, as report takes them.</summary>
    public Option<string[]> Inputs { get; } = new("--input") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };

    public Option<string> Profile { get; } = new("--save-profile", "-o") { Description = "Keep the merged profile (.profdata)", HelpName = "FILE" };

    public Option<bool> Append { get; } = new("--append") { Description = "Add to the profile that -o names, when it is there" };

    public Option<bool> Instrument { get; } = new("--instrument") { Description = "Make compilers instrument what they compile: for a build command (clang, rustc)" };

    public Option<bool> NoReport { get; } = new("--no-report") { Description = "Only the profile" };

    public Option<bool> IgnoreExitCode { get; } = new("--ignore-exit-code") { Description = "The exit code is that of the report, whatever the command's is" };

    public Option<bool> AllowLost { get; } = new("--allow-lost") { Description = "Counters that were lost are only a warning" };

    public Option<string?> CaptureFolder { get; } = new("--capture-dir") { Description = "Where programs count while they run (default: the temporary folder)", HelpName = "DIR" };

    public Option<bool> AllUsers { get; } = new("--all-users") { Description = "Also processes that run as other users count" };

    /// <summary>The options that report has, too.</summary>
    public static Option<string> CreateFormat() => new("--format") { Description = $"text, {string.Join(", ", ExportFormat.Numbers)}", HelpName = "FORMAT", DefaultValueFactory = _ => "text" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Profile, Append, Instrument, NoReport, IgnoreExitCode, AllowLost, CaptureFolder, AllUsers, Inputs })
        {
            command.Add(option);
        }

        // The options of report come from the verb itself, so that none is forgotten.
        var report = new Command("report");
        Report.AddTo(report);
        foreach (var option in report.Options)
        {
            command.Add(option);
        }

        command.Add(new Option<bool>("--show-functions") { Description = "A table of functions for each source file that is named" });
        command.Add(CreateFormat());
        command.Add(Words);
    }
}
