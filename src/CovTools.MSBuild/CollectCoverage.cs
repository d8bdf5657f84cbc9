using System.Globalization;
using System.Reflection;
using CovTools.Collection;
using CovTools.Execution;
using CovTools.Libraries;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CovTools.MSBuild;

/// <summary>Executes every script of a corpus against a library (<see cref="CoverageCollector"/>). Doing it again continues what an earlier build did not finish.</summary>
[MSBuildMultiThreadableTask]
public sealed class CollectCoverage : CovTask
{
    private const string LibraryFileExtension = ".json";

    /// <summary>
    /// The folder of scripts. Metadata: <c>Baseline</c> (needed), <c>Trial</c>, <c>Library</c> (when there are several), <c>Host</c> (<c>local</c> or <c>docker</c>), <c>Image</c>, <c>Jobs</c>,
    /// <c>Timeout</c> (seconds), <c>MemoryBytes</c>, <c>FileSizeBytes</c>, <c>Capture</c>, <c>Isolation</c>, <c>ContainerMemoryBytes</c>, <c>ContainerPids</c>, <c>ContainerNetwork</c>,
    /// <c>ContainerUser</c>, and what says how it is scanned: <c>Interval</c>, <c>MaxTime</c>, <c>TimeFrom</c>, <c>T0</c>, <c>Bucketed</c>, <c>Pattern</c>, <c>Filter</c>.
    /// </summary>
    [Required]
    public ITaskItem Corpus { get; set; } = new TaskItem();

    /// <summary>Libraries: the name of a built-in one, or a library file (<c>*.json</c>); metadata <c>Version</c> and <c>Python</c>.</summary>
    [Required]
    public ITaskItem[] Libraries { get; set; } = [];

    /// <summary>Globs of scripts to take; none: all.</summary>
    public ITaskItem[] Include { get; set; } = [];

    /// <summary>Globs of scripts to leave out.</summary>
    public ITaskItem[] Exclude { get; set; } = [];

    /// <summary>Folder for the run store and the results.</summary>
    [Required]
    public ITaskItem Output { get; set; } = new TaskItem();

    /// <summary>Decoded mappings are kept for the next build.</summary>
    public bool UsesCache { get; set; } = true;

    /// <summary>The profile of the whole run, with metadata <c>Baseline</c>, <c>Store</c> and <c>Scripts</c>.</summary>
    [Output]
    public ITaskItem[] Collected { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run(CancellationToken cancellationToken)
    {
        var request = Request();
        var result = new CoverageCollector(request, new BuildObserver(this, request.CorpusRoot)).RunAsync(cancellationToken).GetAwaiter().GetResult();
        if (result.Interrupted)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        Tell(request.CorpusRoot, result);
        if (!Log.HasLoggedErrors)
        {
            var item = new TaskItem(result.Paths.Cumulative);
            item.SetMetadata("Baseline", request.Baseline);
            item.SetMetadata("Store", result.Paths.Store);
            item.SetMetadata("Scripts", result.Ledger.Found.ToString(CultureInfo.InvariantCulture));
            Collected = [item];
        }
    }

    private void Tell(string corpus, CollectionResult result)
    {
        foreach (var failure in result.Ledger.Failures)
        {
            Fail(DiagnosticCode.ScriptFailed, corpus, $"not measured: {failure}");
        }

        if (result.Ledger.Count(ScriptOutcome.Infrastructure) - result.Ledger.Failures.Count is > 0 and var more)
        {
            Fail(DiagnosticCode.ScriptFailed, corpus, $"and {more} more scripts that were not measured");
        }

        if (result.Ledger.CoverageLost > 0)
        {
            Fail(DiagnosticCode.CoverageLost, corpus, $"coverage of {result.Ledger.CoverageLost} scripts is incomplete; the journal in {result.Paths.Store} says why");
        }

        if (result.Failure is { } stopped)
        {
            Fail(DiagnosticCode.RunStopped, corpus, $"the run stopped early: {stopped}");
        }

        var parts = ScriptOutcomes.All.Where(outcome => result.Ledger.Count(outcome) > 0).Select(outcome => $"{result.Ledger.Count(outcome)} {outcome.ToWord()}")
            .Concat(result.Ledger.LeftOutReasons.Select(static reason => $"{reason.Value} left out ({reason.Key})"));
        Say($"{corpus}: {result.Ledger.Found} scripts found = {string.Join(" + ", parts)} -> {result.Paths.Store}", MessageImportance.High);
    }

    private CollectionRequest Request()
    {
        var library = Library();
        var limits = new ContainerLimits();
        var defaults = new CollectionRequest { Library = library, CorpusRoot = CorpusReader.Root(Corpus), Baseline = Corpus.RequiredText("Baseline"), Output = Output.FullPath(), Jobs = 1 };
        return defaults with
        {
            Corpus = CorpusReader.Options(Corpus, Include, Exclude, library.Pattern),
            Host = Corpus.Word<HostKind>("Host") ?? HostKind.Local,
            Image = Corpus.Text("Image"),
            Container = limits with
            {
                MemoryBytes = Corpus.Number("ContainerMemoryBytes", 0L) ?? -1,
                Pids = Corpus.Number("ContainerPids", 0) ?? limits.Pids,
                Network = Corpus.Text("ContainerNetwork") ?? limits.Network,
                User = Corpus.Text("ContainerUser"),
            },
            Trial = Corpus.Number("Trial", 1),
            Jobs = Corpus.Number("Jobs", 1) ?? Environment.ProcessorCount,
            TimeoutSeconds = Corpus.Number("Timeout", 0.001) ?? library.Timeout?.TotalSeconds ?? defaults.TimeoutSeconds,
            MemoryBytes = Corpus.Number("MemoryBytes", 0L) ?? defaults.MemoryBytes,
            FileSizeBytes = Corpus.Number("FileSizeBytes", 0L) ?? defaults.FileSizeBytes,
            Capture = Corpus.Word<CaptureKind>("Capture") ?? defaults.Capture,
            Isolation = Corpus.Word<IsolationKind>("Isolation") ?? defaults.Isolation,
            UsesMappingCache = UsesCache,
            CommandLine = ["msbuild", Project],
            Tool = typeof(CollectCoverage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        };
    }

    private LibraryFile Library()
    {
        var name = Corpus.Text("Library");
        var item = name is null
            ? Libraries.Length == 1 ? Libraries[0] : throw new UsageException($"{Corpus.ItemSpec}: {Libraries.Length} CovLibrary items; say which with the metadata Library")
            : Array.Find(Libraries, library => library.ItemSpec == name) ?? throw new UsageException($"{Corpus.ItemSpec}: Library='{name}' is no CovLibrary item");
        var version = item.Text("Version");
        var library = item.ItemSpec.EndsWith(LibraryFileExtension, StringComparison.OrdinalIgnoreCase) ? LibraryCatalog.ReadFile(item.FullPath(), version) : LibraryCatalog.Get(item.ItemSpec, version);
        return item.Text("Python") is { } python ? library with { Python = python } : library;
    }
}
