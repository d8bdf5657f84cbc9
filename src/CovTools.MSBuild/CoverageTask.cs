using System.Globalization;
using CovTools.Coverage;
using CovTools.Libraries;
using CovTools.Reports;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace CovTools.MSBuild;

/// <summary>A task that combines a profile with the mappings of binaries.</summary>
public abstract class CoverageTask : CovTask
{
    private const int MostNamed = 3;

    /// <summary>Instrumented binaries, in the order in which they count; metadata <c>Architecture</c>: which part of a universal file, <c>Collected</c>: a module of a run.</summary>
    [Required]
    public ITaskItem[] Binaries { get; set; } = [];

    /// <summary>An indexed profile, as <see cref="MergeProfiles"/> writes it.</summary>
    [Required]
    public ITaskItem Profile { get; set; } = new TaskItem();

    /// <summary>Globs of source files that count (<see cref="Libraries.SourceFilter"/>); none: all.</summary>
    public ITaskItem[] SourceInclude { get; set; } = [];

    /// <summary>Globs of source files that do not count.</summary>
    public ITaskItem[] SourceExclude { get; set; } = [];

    /// <summary>Where files of the build are now: the beginning of paths, with what replaces it as metadata <c>To</c>.</summary>
    public ITaskItem[] PathMaps { get; set; } = [];

    /// <summary>Major version of the release of llvm-cov that is followed, 13 to 23; 0: the newest.</summary>
    public int Llvm { get; set; }

    /// <summary><c>llvm</c> or <c>source-union</c>.</summary>
    public string Metric { get; set; } = ReportedSummary.LlvmMetric;

    /// <summary>Decoded mappings are kept for the next build, and used from the last one.</summary>
    public bool UsesCache { get; set; } = true;

    /// <summary>That nothing was measured is a warning.</summary>
    public bool AllowNothingMeasured { get; set; }

    /// <summary>The percentage of lines that ran, rounded down as in reports, such as <c>79.99</c>; empty when there is nothing to cover.</summary>
    [Output]
    public string LinePercent { get; private set; } = "";

    /// <summary>What is asked for.</summary>
    internal CoverageQuery Query() => new()
    {
        Binaries = [.. Binaries.Where(static item => !IsCollected(item)), .. Binaries.Where(IsCollected).OrderBy(static item => item.FullPath(), StringComparer.Ordinal)],
        Profile = Profile.FullPath(),
        Filter = new SourceFilter(SourceInclude.Texts(), SourceExclude.Texts()),
        PathMaps = ItemReader.PathMaps(PathMaps),
        Release = ItemReader.Release(Llvm) ?? Profiles.LlvmRelease.Newest,
        Metric = Metric is ReportedSummary.LlvmMetric or SourceUnion.MetricName
            ? Metric
            : throw new UsageException($"CovToolsMetric: '{Metric}' is neither {ReportedSummary.LlvmMetric} nor {SourceUnion.MetricName}"),
        UsesCache = UsesCache,
        Warn = Warn,
    };

    /// <summary>Says what a reader of the result must know.</summary>
    /// <returns>Something was measured, or nothing need be.</returns>
    internal bool Tell(CoverageSource source)
    {
        var lines = source.Summary.Totals.Lines;
        LinePercent = lines.Total == 0 ? "" : (Math.Floor(lines.Covered * 10_000m / lines.Total) / 100).ToString("F2", CultureInfo.InvariantCulture);
        foreach (var diagnostic in source.Diagnostics)
        {
            Fail(DiagnosticCode.MalformedMapping, null, diagnostic.ToString());
        }

        TellMismatches(source.Mismatches);
        if (source.WhyEmpty() is not { } reason)
        {
            return true;
        }

        if (AllowNothingMeasured)
        {
            Warn(DiagnosticCode.NothingMeasured, Profile.FullPath(), $"nothing was measured: {reason}");
            return true;
        }

        Fail(DiagnosticCode.NothingMeasured, Profile.FullPath(), $"nothing was measured: {reason}");
        return false;
    }

    /// <summary>Modules of a run have no order but that of their names: file systems list them in any.</summary>
    private static bool IsCollected(ITaskItem item) => item.Flag("Collected");

    /// <summary>One warning for all of them: inline functions that differ between two binaries are no reason for a page of warnings.</summary>
    private void TellMismatches(IReadOnlyList<CoverageMismatch> mismatches)
    {
        if (mismatches.Count == 0)
        {
            return;
        }

        foreach (var mismatch in mismatches)
        {
            Say($"the profile knows another version: {mismatch.Module}: {mismatch.Function}{(mismatch.File.Length == 0 ? "" : $" ({mismatch.File})")}");
        }

        var named = string.Join(", ", mismatches.Take(MostNamed).Select(static mismatch => mismatch.Function));
        Warn(
            DiagnosticCode.MismatchedFunctions,
            mismatches[0].Module,
            FormattableString.Invariant($"the profile knows other versions of {mismatches.Count} functions, which were left out: {named}{(mismatches.Count > MostNamed ? ", …" : "")}; a binary was built anew after it ran, or two binaries have different functions of one name"));
    }
}
