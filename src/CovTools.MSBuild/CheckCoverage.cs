using System.Globalization;
using CovTools.Coverage;
using CovTools.Reports;
using Microsoft.Build.Framework;

namespace CovTools.MSBuild;

/// <summary>Compares coverage with thresholds, an earlier result and the lines of a change; what does not pass is an error that names the file.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckCoverage : CoverageTask
{
    private const int MostNamed = 5;

    /// <summary>Thresholds: metadata <c>Metric</c>, <c>Minimum</c> (percent), <c>Scope</c> (<c>total</c>, <c>file</c>, <c>dir</c> or <c>change</c>).</summary>
    public ITaskItem[] Thresholds { get; set; } = [];

    /// <summary>An earlier result (LLVM's JSON, a table of the format <c>csv</c>, an indexed profile): no percentage may be lower than there, but for metadata <c>Tolerance</c> (percentage points).</summary>
    public ITaskItem? Baseline { get; set; }

    /// <summary>A file with a diff, or a range of git, whose lines must have run as far as a threshold of the scope <c>change</c> says, all of them without one.</summary>
    public string Change { get; set; } = "";

    /// <summary>A folder of the repository that <see cref="Change"/> is a range of.</summary>
    public string ChangeFolder { get; set; } = "";

    /// <summary>What does not pass, a line each.</summary>
    [Output]
    public string[] Violations { get; private set; } = [];

    /// <inheritdoc/>
    protected override void Run(CancellationToken cancellationToken)
    {
        var thresholds = ItemReader.Thresholds(Thresholds);
        var ofChange = thresholds.Where(static threshold => threshold.Scope == GateScope.Change).Select(static threshold => (Threshold?)threshold).FirstOrDefault();
        if (ofChange is { } useless && Change.Length == 0)
        {
            throw new UsageException($"the threshold {useless} needs a change: set CovToolsChange");
        }

        if (thresholds.Any(threshold => threshold.Kind == MetricKind.Mcdc) && Metric != ReportedSummary.LlvmMetric)
        {
            throw new UsageException($"MC/DC exists by the metric {ReportedSummary.LlvmMetric} only");
        }

        if (thresholds.Count == 0 && Baseline is null && Change.Length == 0)
        {
            Warn(DiagnosticCode.NoGate, null, "there is nothing to check against: add CovThreshold items, or set CovToolsBaseline or CovToolsChange");
            return;
        }

        using var source = CoverageSource.Open(Query(), Change.Length > 0, cancellationToken);
        if (!Tell(source))
        {
            return;
        }

        var found = new List<string>();
        Report(ThresholdGate.Check(source.Numbers, thresholds), DiagnosticCode.BelowThreshold, source, found);
        if (Baseline is not null)
        {
            Report(BaselineGate.Check(source.Numbers, ReadBaseline(source, Baseline.FullPath()), null, Baseline.Number("Tolerance", 0m) ?? 0), DiagnosticCode.BelowBaseline, source, found);
        }

        if (Change.Length > 0)
        {
            CheckChange(source, ofChange, found, cancellationToken);
        }

        Violations = [.. found];
        if (found.Count == 0)
        {
            Say($"coverage passes: {thresholds.Count} thresholds{(Baseline is null ? "" : ", baseline")}{(Change.Length == 0 ? "" : ", change")}", MessageImportance.High);
        }
    }

    /// <summary>An earlier result is JSON or a table; anything else is taken as a profile.</summary>
    private static ReportedSummary ReadBaseline(CoverageSource source, string path)
    {
        using (var file = File.OpenRead(path))
        {
            Span<byte> start = stackalloc byte[7];
            var read = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
            file.Position = 0;
            if (read.StartsWith("{"u8) || read.SequenceEqual("metric,"u8))
            {
                return CoverageBaseline.Read(file, path, source.Query.PathMaps);
            }
        }

        return source.NumbersOf(path);
    }

    private void Report(IReadOnlyList<GateViolation> violations, DiagnosticCode code, CoverageSource source, List<string> found)
    {
        foreach (var violation in violations)
        {
            var text = $"{violation}{(Metric == ReportedSummary.LlvmMetric ? "" : $" (metric {Metric})")}";
            found.Add(text);
            if (violation.Scope == GateScope.File)
            {
                // The error names the file in front.
                Fail(code, violation.Where, text[(violation.Where.Length + ": ".Length)..]);
            }
            else
            {
                Fail(code, null, violation.Scope == GateScope.Total ? text + WhereMostIsMissing(source, violation.Kind) : text);
            }
        }
    }

    /// <summary>A total names no file; those that it lacks most are where to go on.</summary>
    private static string WhereMostIsMissing(CoverageSource source, MetricKind kind)
    {
        var worst = source.Numbers.Files
            .Select(file => (file.Path, Metric: file.Totals.Of(kind)))
            .Where(static file => file.Metric.Missed > 0)
            .OrderByDescending(static file => file.Metric.Missed)
            .ThenBy(static file => file.Path, StringComparer.Ordinal)
            .Take(MostNamed)
            .Select(static file => string.Create(CultureInfo.InvariantCulture, $"{file.Path} ({file.Metric.Missed} missed)"))
            .ToList();
        return worst.Count == 0 ? "" : $"; most is missing in {string.Join(", ", worst)}";
    }

    private void CheckChange(CoverageSource source, Threshold? threshold, List<string> found, CancellationToken cancellationToken)
    {
        var change = ChangeGate.Measure(source.Report, Patch.Open(Change, ChangeFolder, cancellationToken), source.Query.PathMaps);
        foreach (var path in change.NotMeasured)
        {
            Warn(DiagnosticCode.ChangeNotMeasured, path, "this changed file has no coverage");
        }

        var violations = ChangeGate.Check(change, threshold);
        if (violations.Count == 0)
        {
            return;
        }

        Report(violations, DiagnosticCode.ChangeNotCovered, source, found);
        foreach (var file in change.Files)
        {
            foreach (var range in file.Uncovered)
            {
                Fail(DiagnosticCode.ChangeNotCovered, file.Path, $"changed lines that did not run: {range}", range.First, range.Last);
            }
        }
    }
}
