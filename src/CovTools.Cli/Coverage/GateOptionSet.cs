using System.CommandLine;

namespace CovTools.Cli.Coverage;

/// <summary>Options of gates (docs/gates.md).</summary>
internal sealed class GateOptionSet
{
    public Option<string[]> FailUnder { get; } = CoverageOptionSet.Many("--fail-under", "Exit code 3 unless this is reached, in total or for each file, directory or the change", "[file:|dir:|change:]METRIC=PERCENT");

    public Option<string?> Change { get; } = new("--fail-under-change") { Description = "Exit code 3 unless the lines ran that a patch changes: a diff, or a range of git", HelpName = "DIFF|RANGE" };

    public Option<string?> Baseline { get; } = new("--baseline") { Description = "Exit code 3 when a percentage is lower than in an earlier result: JSON, CSV, or a profile", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        command.Add(FailUnder);
        command.Add(Change);
        command.Add(Baseline);
    }
}
