using System.CommandLine;

namespace CovTools.Cli.Coverage;

/// <summary>Options of llvm-cov that choose functions. Only <c>show</c> follows them; the other verbs accept them and, like llvm-cov, do not.</summary>
internal sealed class NameFilterOptionSet
{
    public Option<string[]> Names { get; } = CoverageOptionSet.Many("--name", "Functions whose name contains TEXT (show)", "TEXT");

    public Option<string[]> NamePatterns { get; } = CoverageOptionSet.Many("--name-regex", "Functions whose name matches (show)", "REGEX");

    public Option<string[]> NameLists { get; } = Alias(CoverageOptionSet.Many("--name-allowlist", "Functions of a list: section [llvmcov], lines allowlist_fun:GLOB (show)", "FILE"), "--name-whitelist");

    public Option<double?> RegionsBelow { get; } = Percent("--region-coverage-lt", "Functions with less region coverage (show)");

    public Option<double?> RegionsAbove { get; } = Percent("--region-coverage-gt", "Functions with more region coverage (show)");

    public Option<double?> LinesBelow { get; } = Percent("--line-coverage-lt", "Functions with less line coverage (show)");

    public Option<double?> LinesAbove { get; } = Percent("--line-coverage-gt", "Functions with more line coverage (show)");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Names, NamePatterns, NameLists, RegionsBelow, RegionsAbove, LinesBelow, LinesAbove })
        {
            command.Add(option);
        }
    }

    private static Option<double?> Percent(string name, string description) => new(name) { Description = description, HelpName = "PERCENT" };

    private static Option<string[]> Alias(Option<string[]> option, string alias)
    {
        option.Aliases.Add(alias);
        return option;
    }
}
