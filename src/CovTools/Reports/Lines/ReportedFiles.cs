using System.Collections;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// The files of a report line by line, under the paths that path maps give them, sorted by those. Files that then have the same path, such as a header that was compiled
/// in several build folders, are one. A file is computed when it is asked for.
/// </summary>
public sealed class ReportedFiles : IReadOnlyList<ReportedFile>
{
    private readonly CoverageReport _report;
    private readonly (string Path, int[] Files)[] _files;

    /// <param name="report">The report.</param>
    /// <param name="pathMaps">Applied to the paths of its files; null: they stay.</param>
    public ReportedFiles(CoverageReport report, PathMapSet? pathMaps = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        _report = report;
        var maps = pathMaps ?? PathMapSet.None;
        _files =
        [
            .. Enumerable.Range(0, report.Files.Count)
                .GroupBy(file => maps.Apply(report.Files[file]), StringComparer.Ordinal)
                .OrderBy(static group => group.Key, StringComparer.Ordinal)
                .Select(static group => (group.Key, group.ToArray())),
        ];
    }

    /// <summary>How many files there are.</summary>
    public int Count => _files.Length;

    /// <summary>The paths, sorted.</summary>
    public IEnumerable<string> Paths => _files.Select(static file => file.Path);

    /// <inheritdoc/>
    public ReportedFile this[int index]
    {
        get
        {
            var (path, files) = _files[index];
            var groups = files.SelectMany(_report.InstantiationGroups).ToList();
            var branches = LineBranches.Of(groups.SelectMany(static group => group.Instantiations));
            var lines = new LineRuns(MergedLines.Of([.. files.Select(MappedLines)]), branches);
            return new ReportedFile(path, lines, [.. groups.Select(Function).OrderBy(static function => function.Line)]);
        }
    }

    /// <inheritdoc/>
    public IEnumerator<ReportedFile> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return this[i];
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<(uint Line, ulong Count)> MappedLines(int file) =>
        _report.Lines(_report.CoverageOfFile(file)).Where(static line => line.IsMapped).Select(static line => (line.Line, line.Count));

    private static ReportedFunction Function(FunctionGroup group)
    {
        var first = group.Instantiations[0];
        var name = group.Instantiations.All(function => function.Name == first.Name) ? first.Name : $"Definition at line {group.Line}, column {group.Column}";
        ulong count = 0;
        var last = group.Line;
        foreach (var function in group.Instantiations)
        {
            count = LineCondition.AddCounts(count, function.ExecutionCount);
            foreach (var region in function.Regions)
            {
                last = region.FileId == function.MainFileId ? Math.Max(last, region.EndLine) : last;
            }
        }

        return new ReportedFunction(name, group.Line, last, count);
    }
}
