using System.CommandLine;
using System.Globalization;
using CovTools.Cli.Merge;
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

    public Option<int?> Llvm { get; } = new("--llvm") { Description = $"Show as this LLVM release does (default: {ProfileShowOptions.Default.Release.Major})", HelpName = "N" };

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
            BinaryIds, ContextSensitive, Version, Traces, Llvm, Format, BinaryFile, Output,
        })
        {
            command.Add(option);
        }

        command.Add(new Option<bool>("--instr") { Hidden = true });
    }

    /// <summary>What is to be shown.</summary>
    /// <exception cref="UsageException">A value is out of range.</exception>
    public ProfileShowOptions Read(ParseResult parsed) => new()
    {
        Release = Release(parsed.GetValue(Llvm)),
        AllFunctions = parsed.GetValue(AllFunctions),
        Function = parsed.GetValue(Function) ?? "",
        Counts = parsed.GetValue(Counts),
        IndirectCallTargets = parsed.GetValue(CallTargets),
        MemoryOperationSizes = parsed.GetValue(MemoryOperations),
        VirtualTables = parsed.GetValue(VirtualTables),
        Text = parsed.GetValue(Text),
        Covered = parsed.GetValue(Covered),
        DetailedSummary = parsed.GetValue(Summary),
        Cutoffs = Shares(parsed.GetValue(Cutoffs)),
        Top = parsed.GetValue(Top) is >= 0 and var top ? top : throw new UsageException("--topn: a number from 0 on is needed"),
        ValueCutoff = parsed.GetValue(ValueCutoff),
        ListBelowCutoff = parsed.GetValue(ListBelowCutoff),
        ContextSensitive = parsed.GetValue(ContextSensitive),
        BinaryIds = parsed.GetValue(BinaryIds),
        Version = parsed.GetValue(Version),
        TemporalTraces = parsed.GetValue(Traces),
    };

    /// <summary>What reading needs besides the files.</summary>
    public ProfileReadOptions ReadReading(ParseResult parsed) => Correlation.Read(null, parsed.GetValue(BinaryFile));

    private static LlvmRelease Release(int? major) => major switch
    {
        null => ProfileShowOptions.Default.Release,
        >= LlvmRelease.OldestMajor and <= LlvmRelease.NewestMajor => new LlvmRelease(major.Value),
        _ => throw new UsageException($"--llvm: {major} is not within {LlvmRelease.OldestMajor} to {LlvmRelease.NewestMajor}"),
    };

    private static uint[] Shares(string? text)
    {
        if (text is null)
        {
            return [];
        }

        var shares = new SortedSet<uint>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            shares.Add(uint.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var share) && share <= 1_000_000
                ? share
                : throw new UsageException($"--detailed-summary-cutoffs: '{part}' is no number from 0 to 1000000"));
        }

        return [.. shares];
    }
}
