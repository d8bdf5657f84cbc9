using System.Collections.Immutable;

namespace CovTools.Libraries;

/// <summary>Which source files of a library count, written as globs for whole names anywhere in a path.</summary>
/// <remarks>
/// <c>aten/src/ATen/native</c> takes every file under such a folder wherever the library was built; a slash in front ties the
/// pattern to the root. The glob rules are those of <see cref="GlobPattern"/>.
/// </remarks>
public sealed class SourceFilter
{
    private readonly ImmutableArray<GlobPattern> _include;
    private readonly ImmutableArray<GlobPattern> _exclude;

    /// <param name="include">Globs, one of which must match; empty: every file counts.</param>
    /// <param name="exclude">Globs, none of which may match.</param>
    /// <exception cref="UsageException">A glob is invalid.</exception>
    public SourceFilter(IEnumerable<string> include, IEnumerable<string> exclude)
    {
        Include = [.. include];
        Exclude = [.. exclude];
        _include = [.. Include.Select(Parse)];
        _exclude = [.. Exclude.Select(Parse)];
    }

    /// <summary>Takes every file.</summary>
    public static SourceFilter All { get; } = new([], []);

    /// <summary>The globs of what counts; empty: everything.</summary>
    public ImmutableArray<string> Include { get; }

    /// <summary>The globs of what does not count.</summary>
    public ImmutableArray<string> Exclude { get; }

    /// <summary>Whether every file counts.</summary>
    public bool IsAll => Include.IsEmpty && Exclude.IsEmpty;

    /// <summary>Whether a source file counts.</summary>
    /// <param name="path">As the library's coverage mapping has it, with '/' or '\' between names.</param>
    public bool IsMatch(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var names = path.Replace('\\', '/').TrimStart('/');
        return (_include.IsEmpty || _include.Any(glob => glob.IsMatchOrInside(names))) && !_exclude.Any(glob => glob.IsMatchOrInside(names));
    }

    private static GlobPattern Parse(string glob) => GlobPattern.Parse(glob.StartsWith('/') || glob.Length == 0 ? glob : $"**/{glob}");
}
