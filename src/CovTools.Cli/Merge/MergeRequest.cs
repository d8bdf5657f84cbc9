using System.Collections.Concurrent;
using System.CommandLine;
using System.Text.RegularExpressions;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>What a command line of <c>merge</c> asks for.</summary>
internal sealed class MergeRequest
{
    private readonly ConcurrentDictionary<string, bool> _kept = new(StringComparer.Ordinal);
    private readonly Regex? _function;
    private readonly Regex? _noFunction;

    private MergeRequest(ParseResult parsed, MergeOptionSet options)
    {
        Output = parsed.GetRequiredValue(options.Output);
        FailureMode = parsed.GetValue(options.Failure);
        Quarantine = parsed.GetValue(options.Quarantine);
        Json = parsed.GetValue(options.Json);
        ShowsProgress = !parsed.GetValue(options.NoProgress);
        RawVersion = parsed.GetValue(options.RawVersion);
        Form = new ProfileOutput
        {
            Text = parsed.GetValue(options.Text),
            Sparse = parsed.GetValue(options.Sparse),
            PreviousVersion = parsed.GetValue(options.PreviousVersion),
            KeepVirtualTableNames = parsed.GetValue(options.KeepVirtualTables),
        };
        _function = Pattern(options.Function, parsed.GetValue(options.Function));
        _noFunction = Pattern(options.NoFunction, parsed.GetValue(options.NoFunction));
        Options = new MergeOptions
        {
            Release = parsed.GetValue(options.Llvm) is { } major ? new LlvmRelease(major) : null,
            Threads = parsed.GetValue(options.Threads),
            ByModule = parsed.GetValue(options.ByModule),
            Renaming = parsed.GetValue(options.Renaming) is { } renaming ? FunctionRenaming.Read(renaming) : null,
            Keep = Filters ? name => _kept.GetOrAdd(name, IsKept) : null,
            TraceReservoirSize = parsed.GetValue(options.TraceReservoir) ?? TemporalTraceReservoir.DefaultSize,
            TraceLength = parsed.GetValue(options.TraceLength) ?? TemporalTraceReservoir.DefaultMaximumLength,
            Reading = Correlation.Read(parsed.GetValue(options.Correlate), parsed.GetValue(options.BinaryFile)),
        };
        Check();
    }

    public string Output { get; }

    public bool ToStandardOutput => Output == "-";

    public FailureMode FailureMode { get; }

    public string? Quarantine { get; }

    public bool Json { get; }

    public bool ShowsProgress { get; }

    public ProfileOutput Form { get; }

    /// <summary>Version of the raw profile that is wanted instead of a merged one.</summary>
    public int? RawVersion { get; }

    public MergeOptions Options { get; }

    /// <summary>Functions are chosen by name.</summary>
    public bool Filters => _function is not null || _noFunction is not null;

    /// <summary>How many names were looked at, and how many of them are kept.</summary>
    public (int Seen, int Kept) Filtered => (_kept.Count, _kept.Count(pair => pair.Value));

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">Options contradict each other.</exception>
    public static MergeRequest Read(ParseResult parsed, MergeOptionSet options) => new(parsed, options);

    /// <summary>The inputs: named ones first, then weighted ones, then those of lists, as in llvm-profdata merge.</summary>
    /// <exception cref="IOException">One does not exist, or a list cannot be read.</exception>
    /// <exception cref="UsageException">A weight is no number above 0.</exception>
    public static IReadOnlyList<MergeInput> Inputs(ParseResult parsed, MergeOptionSet options)
    {
        var named = (parsed.GetValue(options.Inputs) ?? [])
            .SelectMany(text => text.Length > 1 && text[0] == '@' ? InputList.ReadPaths(text[1..]) : [text])
            .Select(path => new MergeInput(path));
        var weighted = (parsed.GetValue(options.Weighted) ?? []).Select(InputList.ParseWeighted);
        var listed = (parsed.GetValue(options.InputFiles) ?? []).SelectMany(InputList.ReadWeighted);
        return InputList.Expand([.. named.Concat(weighted).Concat(listed).Select(input => input with { Path = StandardInput.Resolve(input.Path) })]);
    }

    /// <summary>Writes the result, to standard output or to a file that is complete or not there.</summary>
    public void WriteOutput(Action<Stream> write)
    {
        if (!ToStandardOutput)
        {
            ReplacedFile.Write(Output, write);
            return;
        }

        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 20);
        write(output);
    }

    private static Regex? Pattern(Option<string?> option, string? pattern)
    {
        try
        {
            return pattern is null ? null : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option.Name}: '{pattern}' is not a regular expression: {exception.Message}", exception);
        }
    }

    private bool IsKept(string name) => (_function?.IsMatch(name) ?? true) && !(_noFunction?.IsMatch(name) ?? false);

    private void Check()
    {
        if (Options.Threads < 0)
        {
            throw new UsageException("--num-threads: a number from 0 on is needed");
        }

        if (RawVersion is not null
            && (Form != new ProfileOutput() || Options.Release is not null || Options.ByModule || Options.Renaming is not null || Filters || Json || Quarantine is not null || FailureMode != FailureMode.Any))
        {
            throw new UsageException("--raw-version lays profiles out anew and does nothing else: of the other options only -o and --binary-file go with it");
        }

        if (ToStandardOutput && Json)
        {
            throw new UsageException("--json needs -o FILE: standard output cannot carry both");
        }

        if (ToStandardOutput && !Form.Text && !Console.IsOutputRedirected)
        {
            throw new UsageException("-o FILE is needed: the terminal is no place for a profile");
        }
    }
}
