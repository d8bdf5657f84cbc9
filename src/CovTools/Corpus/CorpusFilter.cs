namespace CovTools.Corpus;

/// <summary>Which files are scripts, and which of them are wanted.</summary>
internal sealed class CorpusFilter
{
    private readonly GlobPattern _pattern;
    private readonly SafeRegex? _filter;
    private readonly GlobPattern[] _include;
    private readonly GlobPattern[] _exclude;

    /// <exception cref="UsageException">A glob or the regular expression is invalid.</exception>
    public CorpusFilter(CorpusOptions options)
    {
        _pattern = GlobPattern.Parse(options.Pattern);
        _filter = options.Filter is { } filter ? SafeRegex.Parse(filter, "--filter") : null;
        _include = [.. options.Include.Select(GlobPattern.Parse)];
        _exclude = [.. options.Exclude.Select(GlobPattern.Parse)];
    }

    public bool IsScript(string path) => _pattern.IsMatch(path);

    /// <summary>Why a script is not wanted; null when it is.</summary>
    public LeftOutReason? LeaveOut(string path)
    {
        if (_filter is not null && !_filter.IsMatch(path))
        {
            return LeftOutReason.Filter;
        }

        if (_include.Length > 0 && !Array.Exists(_include, glob => glob.IsMatchOrInside(path)))
        {
            return LeftOutReason.Include;
        }

        return Array.Exists(_exclude, glob => glob.IsMatchOrInside(path)) ? LeftOutReason.Exclude : null;
    }

    /// <summary>Whether nothing in a folder can be wanted.</summary>
    public bool ExcludesFolder(string folder) => Array.Exists(_exclude, glob => glob.CoversFolder(folder));
}
