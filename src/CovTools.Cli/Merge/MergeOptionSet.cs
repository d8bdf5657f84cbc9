using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>The options of <c>merge</c>: those of llvm-profdata merge by the same names, and ours.</summary>
internal sealed class MergeOptionSet
{
    public Argument<string[]> Inputs { get; } = new("INPUT")
    {
        Description = "Profiles, folders of profiles, and @LIST: a file with one path a line",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string> Output { get; } = new("--output", "-o") { Description = "Result; - for standard output", HelpName = "FILE", DefaultValueFactory = _ => "-" };

    public Option<bool> Sparse { get; } = new("--sparse") { Description = "Leave out functions that never ran" };

    public Option<int?> Llvm { get; } = Range(
        new Option<int?>("--llvm") { Description = "Write for this LLVM release (default: the newest that the producers of all inputs read)", HelpName = "N" },
        LlvmRelease.OldestMajor,
        LlvmRelease.NewestMajor);

    public Option<bool> Text { get; } = new("--text") { Description = "Write text (.proftext)" };

    public Option<int?> RawVersion { get; } = Range(new Option<int?>("--raw-version") { Description = "Write a raw profile of this version", HelpName = "7…10" }, 7, 10);

    public Option<string[]> Weighted { get; } = new("--weighted-input") { Description = "An input whose counts are multiplied by W", HelpName = "W,FILE", Arity = ArgumentArity.ZeroOrMore };

    public Option<string[]> InputFiles { get; } = new("--input-files", "-f") { Description = "A list with [W,]FILE a line; # starts a comment", HelpName = "LIST", Arity = ArgumentArity.ZeroOrMore };

    public Option<FailureMode> Failure { get; } = new("--failure-mode") { Description = "When nothing is written: any bad input (default), all bad, or never", HelpName = "any|all|warn", CustomParser = ParseFailure };

    public Option<int> Threads { get; } = new("--num-threads", "-j") { Description = "Files read at the same time (default: processors)", HelpName = "N" };

    public Option<bool> ByModule { get; } = new("--by-module") { Description = "Keep functions of modules with different build ids apart" };

    public Option<string?> Correlate { get; } = new("--correlate") { Description = "Where records and names are that profiles lack: binary", HelpName = "binary" };

    public Option<string?> BinaryFile { get; } = new("--binary-file") { Description = "The unstripped binary for --correlate binary", HelpName = "FILE" };

    public Option<string?> Function { get; } = new("--function") { Description = "Keep functions whose name matches", HelpName = "REGEX" };

    public Option<string?> NoFunction { get; } = new("--no-function") { Description = "Leave out functions whose name matches", HelpName = "REGEX" };

    public Option<string?> Renaming { get; } = new("--remapping-file", "-r") { Description = "Rename functions: a file with OLD NEW a line", HelpName = "FILE" };

    public Option<string?> Quarantine { get; } = new("--quarantine") { Description = "Move bad files there, each with its reason beside it", HelpName = "DIR" };

    public Option<string?> Watch { get; } = new("--watch") { Description = "Fold profiles into the result as they appear in DIR, and delete them once it is durable", HelpName = "DIR" };

    public Option<double> Interval { get; } = Seconds("--interval", "With --watch: write the result at most this often", 5);

    public Option<double> Settle { get; } = Seconds("--settle", "With --watch: take a complete file when it was quiet for this long", 1);

    public Option<double> StaleAfter { get; } = Seconds("--stale-after", "With --watch: give up an incomplete file that was quiet for this long", 60);

    public Option<double?> IdleExit { get; } = new("--idle-exit") { Description = "With --watch: end when nothing appeared for this long (default: never)", HelpName = "SECONDS" };

    public Option<int?> TraceReservoir { get; } = Range(
        new Option<int?>("--temporal-profile-trace-reservoir-size") { Description = $"Temporal traces to keep (default: {TemporalTraceReservoir.DefaultSize})", HelpName = "N" },
        0,
        int.MaxValue);

    public Option<int?> TraceLength { get; } = Range(
        new Option<int?>("--temporal-profile-max-trace-length") { Description = $"Functions of a trace to keep (default: {TemporalTraceReservoir.DefaultMaximumLength}; 0: all)", HelpName = "N" },
        0,
        int.MaxValue);

    public Option<bool> KeepVirtualTables { get; } = new("--keep-vtable-symbols") { Description = "Keep the names of virtual tables" };

    public Option<bool> PreviousVersion { get; } = new("--write-prev-version") { Description = "Write the indexed version before the release's own" };

    public Option<bool> DumpInputs { get; } = new("--dump-input-file-list") { Description = "Print weight,file for every input, and end" };

    public Option<bool> Json { get; } = new("--json") { Description = "Print one JSON document" };

    public Option<bool> NoProgress { get; } = new("--no-progress") { Description = "No progress on standard error" };

    public void AddTo(Command command)
    {
        command.Add(Inputs);
        foreach (var option in new Option[]
        {
            Output, Sparse, Llvm, Text, RawVersion, Weighted, InputFiles, Failure, Threads, ByModule, Correlate, BinaryFile, Function, NoFunction, Renaming, Quarantine,
            Watch, Interval, Settle, StaleAfter, IdleExit, TraceReservoir, TraceLength, KeepVirtualTables, PreviousVersion, DumpInputs, Json, NoProgress,
        })
        {
            command.Add(option);
        }

        // The defaults of llvm-profdata, which scripts may name.
        foreach (var name in new[] { "--instr", "--binary", "--extbinary", "--compbinary" })
        {
            command.Add(new Option<bool>(name) { Hidden = true });
        }
    }

    private static FailureMode ParseFailure(ArgumentResult result)
    {
        var given = result.Tokens[^1].Value;
        switch (given)
        {
            case "any":
                return FailureMode.Any;
            case "all":
                return FailureMode.All;
            case "warn":
                return FailureMode.Warn;
            default:
                result.AddError($"--failure-mode: '{given}' is none of any, all, warn");
                return default;
        }
    }

    private static Option<int?> Range(Option<int?> option, int least, int greatest)
    {
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is { } value && (value < least || value > greatest))
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{option.Name}: {value} is not within {least} to {greatest}"));
            }
        });
        return option;
    }

    private static Option<double> Seconds(string name, string description, double usual)
    {
        var option = new Option<double>(name) { Description = description, HelpName = "SECONDS", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and < 1e6))
            {
                result.AddError($"{name}: seconds between 0 and 1000000 are needed");
            }
        });
        return option;
    }
}
