using CovTools.Coverage;
using CovTools.Libraries;

namespace CovTools.Collection;

/// <summary>The coverage of a run's modules: made when it is first asked for (while scripts run), and again only when a script brought a further module.</summary>
internal sealed class SharedCoverage
{
    private readonly LibraryFile _library;
    private readonly MappingCache? _cache;
    private readonly Lock _making = new();
    private RunCoverage? _coverage;

    /// <param name="library">The library; its source filter and path maps say which files count.</param>
    /// <param name="cache">Keeps decoded mappings; null: they are decoded anew.</param>
    public SharedCoverage(LibraryFile library, MappingCache? cache)
    {
        _library = library;
        _cache = cache;
    }

    /// <summary>The coverage of these modules. Modules of a run are only ever added.</summary>
    public RunCoverage Of(IReadOnlyList<KnownModule> modules)
    {
        lock (_making)
        {
            if (_coverage is null || _coverage.Modules.Count != modules.Count)
            {
                _coverage = new RunCoverage(modules, _library, _cache);
            }

            return _coverage;
        }
    }
}
