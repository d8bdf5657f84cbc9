using System.CommandLine;
using CovTools.Coverage;
using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>The options that <c>report</c>, <c>show</c> and <c>export</c> have in common: those of llvm-cov by the same names, and ours.</summary>
internal sealed class CoverageOptionSet
{
    public Argument<string[]> Inputs { get; } = new("BINARY")
    {
        Description = "Instrumented program, shared object or object file; what stands behind it are source files and folders to which the result is limited",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string[]> Objects { get; } = Many("--object", "Another binary; of functions that are in several, the first binary's count", "BINARY");

    public Option<string[]> Architectures { get; } = Many("--arch", "Processor whose code is meant in universal files: one for all binaries, or one for each", "ARCH");

    public Option<string[]> Profiles { get; } = Many("--profile", "Profiles of any format and folders of profiles; several are merged", "FILE");

    public Option<string?> IndexedProfile { get; } = new("--instr-profile") { Description = "The same, as llvm-cov spells it", HelpName = "FILE" };

    public Option<bool> EmptyProfile { get; } = new("--empty-profile") { Description = "No profile: everything counts as not executed" };

    public Option<int?> Llvm { get; } = new("--llvm") { Description = $"Follow llvm-cov of this release to the byte, its exit codes included (default: the numbers of {LlvmRelease.NewestMajor})", HelpName = "N" };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "Where to print; - for standard output", HelpName = "FILE", DefaultValueFactory = _ => "-" };

    public Option<string[]> Sources { get; } = Many("--sources", "All inputs behind it are source files and folders", "PATH");

    public Option<string[]> Ignored { get; } = Many("--ignore-filename-regex", "Leave out files whose path matches", "REGEX");

    public Option<string[]> Included { get; } = Many("--include-filename-regex", "Leave out files whose path does not match", "REGEX");

    public Option<string?> CompilationFolder { get; } = new("--compilation-dir") { Description = "What relative paths of the mapping are relative to", HelpName = "DIR" };

    public Option<string[]> PathEquivalence { get; } = Many("--path-equivalence", "Sources that the mapping has under FROM are in TO", "FROM,TO");

    public Option<string[]> Demangler { get; } = Many("--Xdemangler", "Program that turns names on its input into readable ones, then its options, each with --Xdemangler", "PROGRAM|OPTION");

    public Option<bool?> Color { get; } = new("--use-color") { Description = "Colours (default: on a terminal)" };

    public Option<bool> RegionSummary { get; } = On("--show-region-summary", "Regions in tables");

    public Option<bool> BranchSummary { get; } = On("--show-branch-summary", "Branches in tables");

    public Option<bool> FunctionSummary { get; } = On("--show-function-summary", "Functions in tables");

    public Option<bool> McdcSummary { get; } = new("--show-mcdc-summary") { Description = "MC/DC conditions in tables" };

    public Option<bool> InstantiationSummary { get; } = new("--show-instantiation-summary") { Description = "Instantiations in tables" };

    public Option<bool> SummaryOnly { get; } = new("--summary-only") { Description = "Numbers of files only (export)" };

    public Option<string> Metric { get; } = new("--metric")
    {
        Description = $"What numbers are by: {ReportedSummary.LlvmMetric} (llvm-cov's), or {SourceUnion.MetricName}: places of the source, whatever function covers them (tables, csv, markdown, badge, gates)",
        HelpName = "METRIC",
        DefaultValueFactory = _ => ReportedSummary.LlvmMetric,
    };

    public Option<bool> NoCache { get; } = new("--no-cache") { Description = "Decode mappings anew, and keep none for the next time" };

    public Option<bool> CheckBinaryIds { get; } = new("--check-binary-ids") { Description = "Fail when the profile names a build id that none of the binaries has" };

    public Option<bool> Dump { get; } = new("--dump") { Description = "List every function that does not fit, not only the first 20" };

    public Option<bool> AllowEmpty { get; } = new("--allow-empty") { Description = "Nothing measured is only a warning" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document about the totals, the files, and what does not fit" };

    public Option<bool> NoProgress { get; } = new("--no-progress") { Description = "No progress on standard error" };

    public Option<string[]> PathMaps { get; } = Many("--path-map", "Where files of the build are now: for formats of other programs, gates, and reading sources", "FROM=TO");

    public Option<string[]> SourceFolders { get; } = Many("--source-root", "Folder that is searched for source files", "DIR");

    public GateOptionSet Gates { get; } = new();

    public NameFilterOptionSet Filters { get; } = new();

    public void AddTo(Command command)
    {
        command.Add(Inputs);
        foreach (var option in new Option[]
        {
            Objects, Architectures, Profiles, IndexedProfile, EmptyProfile, Llvm, Output, Sources, Ignored, Included, CompilationFolder, PathEquivalence, PathMaps, SourceFolders, Demangler, Color, RegionSummary,
            BranchSummary, FunctionSummary, McdcSummary, InstantiationSummary, SummaryOnly, Metric, NoCache, CheckBinaryIds, Dump, AllowEmpty, Json, NoProgress,
        })
        {
            command.Add(option);
        }

        Gates.AddTo(command);
        Filters.AddTo(command);

        // Accepted so that scripts keep working: there is nothing for them to change here.
        command.Add(new Option<int>("--num-threads", "-j") { Hidden = true });
    }

    internal static Option<string[]> Many(string name, string description, string help) => new(name) { Description = description, HelpName = help, Arity = ArgumentArity.ZeroOrMore };

    internal static Option<bool> On(string name, string description) => new(name) { Description = $"{description} (default: true)", DefaultValueFactory = _ => true };
}
