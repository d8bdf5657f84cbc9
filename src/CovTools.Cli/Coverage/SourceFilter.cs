namespace CovTools.Cli.Coverage;

/// <summary>Which files a command is about: source arguments, and patterns (collectPaths and removeUnmappedInputs in CodeCoverage.cpp).</summary>
internal sealed class SourceFilter
{
    private readonly CoverageRequest _request;
    private readonly List<string> _named = [];
    private HashSet<string>? _listed;

    private SourceFilter(CoverageRequest request) => _request = request;

    /// <summary>At least one source argument named a file that is not ignored.</summary>
    public bool HadSources { get; private set; }

    /// <summary>The named files that the mapping knows, in the order of the arguments; empty: all files that are not ignored.</summary>
    public IReadOnlyList<string> Listed { get; private set; } = [];

    /// <summary>Reads the source arguments, and compares them with what the mapping knows.</summary>
    /// <param name="request">The command line.</param>
    /// <param name="mappedFiles">Files of the mapping.</param>
    /// <param name="warn">Takes a line about what is ignored.</param>
    public static SourceFilter Read(CoverageRequest request, IReadOnlyList<string> mappedFiles, Action<string> warn)
    {
        var filter = new SourceFilter(request);
        foreach (var source in request.Sources)
        {
            filter.Add(source, warn);
        }

        filter.HadSources = filter._named.Count > 0;
        if (filter.HadSources)
        {
            filter.KeepMapped(mappedFiles);
        }

        return filter;
    }

    /// <summary>The file belongs to the result.</summary>
    public bool Takes(string path) => _listed?.Contains(path) ?? !_request.IsIgnored(path);

    /// <summary>The source arguments name nothing that has coverage: all files are reported then.</summary>
    public void Forget()
    {
        Listed = [];
        _listed = null;
    }

    private void Add(string path, Action<string> warn)
    {
        if (Directory.Exists(path))
        {
            // The order of a folder's files is the file system's in llvm-cov.
            foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                AddFile(file);
            }
        }
        else if (File.Exists(path) || _request.PathMaps.Count > 0)
        {
            AddFile(path);
        }
        else
        {
            warn($"warning: {path}: Source file doesn't exist, proceeded by ignoring it.");
        }
    }

    private void AddFile(string path)
    {
        var absolute = SourcePath.Absolute(path);
        if (!_request.IsIgnored(absolute))
        {
            _named.Add(absolute);
        }
    }

    private void KeepMapped(IReadOnlyList<string> mappedFiles)
    {
        var mapped = mappedFiles.ToHashSet(StringComparer.Ordinal);
        var local = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in _request.PathMaps.Count > 0 ? mappedFiles : [])
        {
            if (Local(file) is { } path)
            {
                local[path] = file;
            }
        }

        Listed = [.. _named.Select(path => local.GetValueOrDefault(path, path)).Where(mapped.Contains)];
        _listed = Listed.Count == 0 ? null : Listed.ToHashSet(StringComparer.Ordinal);
    }

    private string? Local(string file)
    {
        foreach (var map in _request.PathMaps)
        {
            if (map.Map(file) is { } path)
            {
                return path;
            }
        }

        return null;
    }
}
