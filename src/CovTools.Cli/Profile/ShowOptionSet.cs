using System.CommandLine;
using CovTools.Profiles;

namespace CovTools.Cli.Profile;

/// <summary>The options of <c>profile show</c>: those of llvm-profdata show by the same names.</summary>
internal sealed class ShowOptionSet
{
    public Argument<string[]> Files { get; } = new("FILE") { Description = "Profiles of any format", Arity = ArgumentArity.OneOrMore };

    public Option<bool> AllFunctions { get; } = new("--all-functions") { Description = "Every function: name, hash, number of counters, function count" };

    public Option<string?> Function { get; } = new("--function") { Description = "Functions whose name contains TEXT", HelpName = "TEXT" };

    public Option<bool> Counts { get; } = new("--counts") { Description = "Counters of the functions that are shown" };

    public Option<bool> Covered { get; } = new("--covered") { Description = "Only the names of functions that ran" };

    public Option<bool> Text { get; } = new("--text") { Description = "The functions that are shown in text form" };

    public Option<bool> CallTargets { get; } = new("--ic-targets") { Description = "Targets of indirect calls" };

    public Option<bool> MemoryOperations { get; } = new("--memop-sizes") { Description = "Sizes of memory operations" };

    public Option<bool> VirtualTables { get; } = new("--show-vtables") { Description = "Virtual tables of objects" };

    public Option<int> Top { get; } = new("--topn") { Description = "The N functions with the largest internal counts", HelpName = "N" };

    public Option<ulong> ValueCutoff { get; } = new("--value-cutoff") { Description = "Leave out functions whose largest count is below N", HelpName = "N" };

    public Option<bool> ListBelowCutoff { get; } = new("--list-below-cutoff") { Description = "Name the functions below the cutoff" };

    public Option<bool> Summary { get; } = new("--detailed-summary") { Description = "How many counters make which share of all counts" };

    public Option<string?> Cutoffs { get; } = new("--detailed-summary-cutoffs") { Description = "Other shares than the usual ones, in percent times 10000", HelpName = "N,N…" };

    public Option<bool> BinaryIds { get; } = new("--binary-ids") { Description = "Build ids" };

    public Option<bool> ContextSensitive { get; } = new("--showcs") { Description = "Context-sensitive records instead of the others" };

    public Option<bool> Version { get; } = new("--profile-version") { Description = "Version of the format" };

    public Option<bool> Traces { get; } = new("--temporal-profile-traces") { Description = "Temporal traces" };

    public Option<bool> HotFunctions { get; } = new("--hot-func-list") { Description = "Hot functions and their threshold (LLVM 22 and later)" };

    public Option<int?> Llvm { get; } = new("--llvm") { Description = $"Show as this LLVM release does (default: {LlvmRelease.NewestMajor})", HelpName = "N" };

    public Option<string> Format { get; } = new("--show-format") { Description = "text; the other formats are known for sample profiles only", HelpName = "text", DefaultValueFactory = _ => "text" };

    public Option<string?> BinaryFile { get; } = new("--binary-file") { Description = "The unstripped binary of profiles without records and names", HelpName = "FILE" };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "Where to print; - for standard output", HelpName = "FILE", DefaultValueFactory = _ => "-" };

    public void AddTo(Command command)
    {
        Format.AcceptOnlyFromAmong("text");
        command.Add(Files);
        foreach (var option in new Option[]
        {
            AllFunctions, Function, Counts, Covered, Text, CallTargets, MemoryOperations, VirtualTables, Top, ValueCutoff, ListBelowCutoff, Summary, Cutoffs,
            BinaryIds, ContextSensitive, Version, Traces, HotFunctions, Llvm, Format, BinaryFile, Output,
        })
        {
            command.Add(option);
        }

        command.Add(new Option<bool>("--instr") { Hidden = true });
    }
}
