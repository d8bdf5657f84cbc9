using CovTools.Coverage;
using CovTools.Libraries;
using CovTools.Mapping;
using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Collection;

/// <summary>The mappings of a run's modules, decoded once (and kept for the next run), and the numbers that counters give with them.</summary>
internal sealed class RunCoverage
{
    private readonly CoverageSummarizer _summarizer;
    private readonly LibraryFile _library;
    private readonly PathMapSet _pathMaps;

    /// <param name="modules">The modules of the run.</param>
    /// <param name="library">The library; its source filter and path maps say which files count.</param>
    /// <param name="cache">Keeps decoded mappings; null: they are decoded anew.</param>
    public RunCoverage(IReadOnlyList<KnownModule> modules, LibraryFile library, MappingCache? cache)
    {
        _library = library;
        _pathMaps = new PathMapSet(library.PathMaps);
        Modules = modules;
        var release = modules.Max(module => module.Layout.Release);
        var diagnostics = new List<MappingDiagnostic>();
        MappingSections[] sections = [.. modules.Select(ReadSections)];
        if (cache is not null)
        {
            _summarizer = cache.GetSummarizer(sections, release, diagnostics);
        }
        else
        {
            var mapping = CoverageMapping.Load(sections);
            diagnostics.AddRange(mapping.Diagnostics);
            _summarizer = new CoverageSummarizer(mapping, release);
        }

        Warnings = [.. diagnostics.Select(diagnostic => diagnostic.ToString())];
    }

    /// <summary>The modules.</summary>
    public IReadOnlyList<KnownModule> Modules { get; }

    /// <summary>What is wrong with a mapping.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The numbers for some counters of the same modules.</summary>
    public CoverageSummary Summarize(ModuleCounterSet counters) => _summarizer.Summarize(counters);

    /// <summary>Totals of a summary, within the filter and in all.</summary>
    public CoveragePoint Point(CoverageSummary summary) => new(summary.Within(IsCounted).Totals, summary.Totals);

    private static MappingSections ReadSections(KnownModule module)
    {
        using var file = new FileByteSource(module.ObjectPath);
        return MappingSections.Read(ElfObject.Read(file));
    }

    private bool IsCounted(string path) => _library.Source.IsMatch(_pathMaps.Apply(path));
}
