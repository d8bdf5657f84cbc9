using System.CommandLine;
using CovTools.Coverage;
using CovTools.Profiles;
using CovTools.Reports;

namespace CovTools.Cli.Coverage;

/// <summary>What a command line of <c>report</c>, <c>show</c> or <c>export</c> asks for, as far as the verbs have it in common.</summary>
internal sealed class CoverageRequest
{
    private CoverageRequest(ParseResult parsed, CoverageOptionSet options)
    {
        var inputs = parsed.GetValue(options.Inputs) ?? [];
        Objects = [.. inputs.Take(1), .. parsed.GetValue(options.Objects) ?? []];
        Sources = [.. inputs.Skip(1), .. parsed.GetValue(options.Sources) ?? []];
        var indexed = parsed.GetValue(options.IndexedProfile);
        Profiles = [.. parsed.GetValue(options.Profiles) ?? [], .. indexed is null ? Array.Empty<string>() : [indexed]];
        Architectures = parsed.GetValue(options.Architectures) ?? [];
        IsProfileEmpty = parsed.GetValue(options.EmptyProfile);
        var major = parsed.GetValue(options.Llvm);
        Release = ReadRelease(major);
        FollowsLlvm = major is not null || indexed is not null;
        Output = parsed.GetRequiredValue(options.Output);
        CompilationFolder = parsed.GetValue(options.CompilationFolder) ?? "";
        Ignored = Patterns(options.Ignored, parsed);
        Included = Patterns(options.Included, parsed);
        PathEquivalences = [.. (parsed.GetValue(options.PathEquivalence) ?? []).Select(PathEquivalence.Parse)];
        PathMaps = new PathMapSet((parsed.GetValue(options.PathMaps) ?? []).Select(PathMap.Parse));
        SourceFolders = parsed.GetValue(options.SourceFolders) ?? [];
        Gates = GateRequest.Read(parsed, options.Gates);
        Demangler = parsed.GetValue(options.Demangler) ?? [];
        UsesColor = parsed.GetValue(options.Color);
        Metric = parsed.GetRequiredValue(options.Metric);
        UsesCache = !parsed.GetValue(options.NoCache);
        ShowsMcdc = parsed.GetValue(options.McdcSummary);
        ChecksBinaryIds = parsed.GetValue(options.CheckBinaryIds);
        ListsEverything = parsed.GetValue(options.Dump);
        AllowsEmpty = parsed.GetValue(options.AllowEmpty);
        Json = parsed.GetValue(options.Json);
        ShowsProgress = !parsed.GetValue(options.NoProgress);
        Check();
    }

    /// <summary>The binaries, in the order in which they count.</summary>
    public IReadOnlyList<string> Objects { get; }

    /// <summary>Processors: none, one for all binaries, or one for each.</summary>
    public IReadOnlyList<string> Architectures { get; }

    public IReadOnlyList<string> Profiles { get; }

    /// <summary>Nothing was executed, by wish.</summary>
    public bool IsProfileEmpty { get; }

    /// <summary>Source files and folders to which the result is limited; none: all.</summary>
    public IReadOnlyList<string> Sources { get; }

    public LlvmRelease Release { get; }

    /// <summary>The tool stands in for llvm-cov: where that succeeds, so does this, and the other way round.</summary>
    public bool FollowsLlvm { get; }

    public string Output { get; }

    public bool ToStandardOutput => Output == "-";

    public string CompilationFolder { get; }

    public IReadOnlyList<PosixPattern> Ignored { get; }

    public IReadOnlyList<PosixPattern> Included { get; }

    public IReadOnlyList<PathEquivalence> PathEquivalences { get; }

    /// <summary>Where files of the build are now.</summary>
    public PathMapSet PathMaps { get; }

    /// <summary>Folders that are searched for source files.</summary>
    public IReadOnlyList<string> SourceFolders { get; }

    public GateRequest Gates { get; }

    public IReadOnlyList<string> Demangler { get; }

    public bool? UsesColor { get; }

    /// <summary>Name of the metric that numbers are by.</summary>
    public string Metric { get; }

    /// <summary>Numbers are by source places, not as llvm-cov counts them.</summary>
    public bool IsSourceUnion => Metric == SourceUnion.MetricName;

    /// <summary>Decoded mappings are kept and used again.</summary>
    public bool UsesCache { get; }

    /// <summary>Tables have a column for MC/DC.</summary>
    public bool ShowsMcdc { get; }

    public bool ChecksBinaryIds { get; }

    public bool ListsEverything { get; }

    public bool AllowsEmpty { get; }

    public bool Json { get; }

    public bool ShowsProgress { get; }

    /// <summary>Colours were asked for, or the result goes to a terminal.</summary>
    public bool HasColor => UsesColor ?? (ToStandardOutput && !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "");

    /// <summary>Reads the command line.</summary>
    /// <exception cref="UsageException">Something is missing, or options contradict each other.</exception>
    public static CoverageRequest Read(ParseResult parsed, CoverageOptionSet options) => new(parsed, options);

    /// <summary>The processor whose code of a binary is meant; empty: not said.</summary>
    /// <param name="index">Index of the binary.</param>
    public string ArchitectureOf(int index) => Architectures.Count switch { 0 => "", 1 => Architectures[0], _ => Architectures[index] };

    /// <summary>The user does not want to see this file (-ignore-filename-regex, -include-filename-regex).</summary>
    public bool IsIgnored(string path) => Ignored.Any(pattern => pattern.IsMatch(path)) || Included.Any(pattern => !pattern.IsMatch(path));

    /// <summary>Refuses another metric than llvm-cov's for what exists in that one only.</summary>
    /// <param name="what">What is asked for.</param>
    /// <exception cref="UsageException">Another metric was asked for.</exception>
    public void RequireLlvmMetric(string what)
    {
        if (IsSourceUnion)
        {
            throw new UsageException($"--metric {Metric}: {what} exists by the metric {ReportedSummary.LlvmMetric} only");
        }
    }

    /// <summary>Writes the result, to standard output or to a file that is complete or not there.</summary>
    public void WriteOutput(Action<Stream> write)
    {
        if (!ToStandardOutput)
        {
            ReplacedFile.Write(Output, write);
            return;
        }

        using var output = new BufferedStream(Console.OpenStandardOutput(), 1 << 16);
        write(output);
    }

    private static LlvmRelease ReadRelease(int? major) => major switch
    {
        null => LlvmRelease.Newest,
        >= LlvmRelease.OldestMajor and <= LlvmRelease.NewestMajor => new LlvmRelease(major.Value),
        _ => throw new UsageException($"--llvm: {major} is not within {LlvmRelease.OldestMajor} to {LlvmRelease.NewestMajor}"),
    };

    private static IReadOnlyList<PosixPattern> Patterns(Option<string[]> option, ParseResult parsed) => [.. (parsed.GetValue(option) ?? []).Select(pattern => PosixPattern.Parse(option.Name, pattern))];

    private void Check()
    {
        if (Objects.Count == 0)
        {
            throw new UsageException("a binary is needed: the instrumented program or library whose coverage is wanted");
        }

        if (Profiles.Count > 0 && IsProfileEmpty)
        {
            throw new UsageException("--empty-profile and --profile contradict each other");
        }

        if (Architectures.Count > 1 && Architectures.Count != Objects.Count)
        {
            throw new UsageException($"--arch: number of architectures ({Architectures.Count}) doesn't match the number of objects ({Objects.Count})");
        }

        if (Metric != ReportedSummary.LlvmMetric && !IsSourceUnion)
        {
            throw new UsageException($"--metric {Metric}: there are {ReportedSummary.LlvmMetric} and {SourceUnion.MetricName}");
        }

        if (ShowsMcdc || Gates.Thresholds.Any(threshold => threshold.Kind == MetricKind.Mcdc))
        {
            RequireLlvmMetric("MC/DC");
        }

        if (Json && ToStandardOutput)
        {
            throw new UsageException("--json needs -o FILE: standard output cannot carry both");
        }
    }
}
