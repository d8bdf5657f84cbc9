namespace CovTools.Reports;

/// <summary>Finds the file of a report that a patch means.</summary>
internal sealed class PatchPaths
{
    private readonly Dictionary<string, List<(int Index, string Path, string[] Names)>> _byName = new(StringComparer.Ordinal);
    private readonly string? _root;

    /// <param name="paths">Paths of the report.</param>
    /// <param name="root">The folder that the patch's paths are relative to, if it is known.</param>
    public PatchPaths(IEnumerable<string> paths, string? root)
    {
        _root = root;
        var index = 0;
        foreach (var path in paths)
        {
            var names = PathParts.Names(path);
            if (names.Length > 0)
            {
                if (!_byName.TryGetValue(names[^1], out var same))
                {
                    _byName.Add(names[^1], same = []);
                }

                same.Add((index, path, names));
            }

            index++;
        }
    }

    /// <summary>
    /// The index of the report's path that a patch's path means: the same path, the one at that place of the repository, or else the only one of which one
    /// ends with the other, in whole names.
    /// </summary>
    /// <returns>Null when there is none.</returns>
    /// <exception cref="UsageException">There are several.</exception>
    public int? Find(string path)
    {
        var names = PathParts.Names(path);
        if (names.Length == 0 || !_byName.TryGetValue(names[^1], out var same))
        {
            return null;
        }

        var candidates = same.Where(candidate => EndsWith(candidate.Names, names)).ToList();
        if (candidates.Count == 0)
        {
            // A report may name files relative to a folder deeper down than the patch does; then the longest such name says most.
            var length = same.Where(candidate => EndsWith(names, candidate.Names)).Select(static candidate => candidate.Names.Length).DefaultIfEmpty().Max();
            candidates = [.. same.Where(candidate => candidate.Names.Length == length && EndsWith(names, candidate.Names))];
        }

        var rooted = _root is null ? null : $"{_root.TrimEnd('/')}/{path}";
        var exact = candidates.Where(candidate => candidate.Path == path || candidate.Path == rooted).ToList();
        candidates = exact.Count == 1 ? exact : candidates;
        return candidates.Count switch
        {
            0 => null,
            1 => candidates[0].Index,
            _ => throw new UsageException(
                $"the patch's '{path}' can be any of {string.Join(", ", candidates.Take(10).Select(static candidate => $"'{candidate.Path}'"))}; name the report's files as in the patch with --path-map FROM=TO"),
        };
    }

    private static bool EndsWith(string[] names, string[] end) => names.Length >= end.Length && names.AsSpan(names.Length - end.Length).SequenceEqual(end);
}
