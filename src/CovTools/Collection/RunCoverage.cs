using CovTools.Coverage;
using CovTools.Mapping;
using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Collection;

/// <summary>The mappings of a run's modules, decoded once, and the numbers that counters give with them.</summary>
internal sealed class RunCoverage
{
    private readonly CoverageSummarizer _summarizer;
    private readonly SourceFilter _filter;

    /// <param name="modules">The modules of the run.</param>
    /// <param name="filter">The library's source filter.</param>
    /// <param name="warn">Takes what is wrong with a mapping.</param>
    public RunCoverage(IReadOnlyList<KnownModule> modules, SourceFilter filter, Action<string> warn)
    {
        _filter = filter;
        var mapping = CoverageMapping.Load([.. modules.Select(ReadSections)]);
        foreach (var diagnostic in mapping.Diagnostics)
        {
            warn(diagnostic.ToString());
        }

        _summarizer = new CoverageSummarizer(mapping, ModuleProfile.CommonRelease(modules.Select(module => module.Layout)));
    }

    /// <summary>The numbers for some counters of the same modules.</summary>
    public CoverageSummary Summarize(ModuleCounterSet counters) => _summarizer.Summarize(counters);

    /// <summary>Totals of a summary, within the filter and in all.</summary>
    public CoveragePoint Point(CoverageSummary summary) => new(summary.Within(_filter).Totals, summary.Totals);

    private static MappingSections ReadSections(KnownModule module)
    {
        var elf = ElfObject.Read(new FileByteSource(module.ObjectPath));
        return MappingSections.Read(elf);
    }
}
