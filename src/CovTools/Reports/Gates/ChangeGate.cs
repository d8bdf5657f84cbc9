using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Measures the lines of a patch, and compares them with a threshold.</summary>
public static class ChangeGate
{
    /// <summary>What holds when no threshold is given: every changed line must run.</summary>
    public static Threshold Default { get; } = new(GateScope.Change, MetricKind.Line, 100);

    /// <summary>Measures the lines of a patch. Lines count as in <c>llvm-cov show</c>; those without code do not count.</summary>
    /// <param name="report">The coverage after the patch.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="pathMaps">Applied to the report's paths before they are compared with the patch's.</param>
    /// <exception cref="UsageException">A file of the patch can be several of the report's.</exception>
    public static ChangeCoverage Measure(CoverageReport report, Patch patch, PathMapSet? pathMaps = null)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var files = new ReportedFiles(report, pathMaps);
        return Measure(files, files.Paths, patch);
    }

    /// <summary>The violation, if there is one. A patch that changes no line with code passes.</summary>
    /// <param name="change">What was measured.</param>
    /// <param name="threshold">One for changes; null: <see cref="Default"/>.</param>
    public static IReadOnlyList<GateViolation> Check(ChangeCoverage change, Threshold? threshold = null)
    {
        ArgumentNullException.ThrowIfNull(change);
        var wanted = threshold ?? Default;
        return change.Lines.Total == 0 || PercentText.Reaches(change.Lines, wanted.Percent) ? [] : [new GateViolation(GateScope.Change, "", MetricKind.Line, wanted.Percent, change.Lines)];
    }

    /// <summary>Measures the lines of a patch in some files.</summary>
    internal static ChangeCoverage Measure(IReadOnlyList<ReportedFile> files, IEnumerable<string> paths, Patch patch)
    {
        var find = new PatchPaths(paths, patch.Root);
        var measured = new List<ChangedFileCoverage>();
        var notMeasured = new List<string>();
        foreach (var changed in patch.Files)
        {
            if (changed.Lines.Count == 0)
            {
                continue;
            }

            if (find.Find(changed.Path) is { } index)
            {
                measured.Add(Measure(files[index], changed.Lines));
            }
            else
            {
                notMeasured.Add(changed.Path);
            }
        }

        return new ChangeCoverage(measured.Aggregate(default(Metric), static (sum, file) => sum + file.Lines), measured, notMeasured);
    }

    private static ChangedFileCoverage Measure(ReportedFile file, IReadOnlyList<LineRange> changed)
    {
        var lines = default(Metric);
        var uncovered = new List<LineRange>();
        var range = 0;
        foreach (var line in file.Lines)
        {
            while (range < changed.Count && changed[range].Last < line.Line)
            {
                range++;
            }

            if (range == changed.Count)
            {
                break;
            }

            if (line.Line < changed[range].First)
            {
                continue;
            }

            lines += new Metric(line.Count > 0 ? 1 : 0, 1);
            if (line.Count == 0)
            {
                LineRange.Append(uncovered, (int)line.Line);
            }
        }

        return new ChangedFileCoverage(file.Path, lines, uncovered);
    }
}
