using System.Globalization;
using CovTools.Cli.Progress;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>The outcome of a merge as lines for people.</summary>
internal static class MergeReportText
{
    private const int MostEmpty = 10;
    private const int MostProblems = 50;

    /// <summary>A line for every bad input, the first empty ones, and the first problems.</summary>
    public static void WriteInputs(TextWriter writer, MergeOutcome outcome)
    {
        foreach (var report in outcome.Inputs.Where(report => MergeSummary.IsBad(report.Status)))
        {
            writer.WriteLine(Line(report));
        }

        var empty = outcome.Inputs.Where(report => report.Status == InputStatus.Empty).ToList();
        foreach (var report in empty.Take(MostEmpty))
        {
            writer.WriteLine(Line(report));
        }

        if (empty.Count > MostEmpty)
        {
            writer.WriteLine($"warning: and {ProgressText.Number(empty.Count - MostEmpty)} more empty files");
        }

        foreach (var problem in outcome.Problems.Take(MostProblems))
        {
            writer.WriteLine(Line(problem));
        }

        if (outcome.Problems.Count > MostProblems)
        {
            writer.WriteLine($"warning: and {(outcome.Problems.Count < MergeOutcome.MaximumProblems ? "" : "at least ")}{outcome.Problems.Count - MostProblems} more records with problems; --json lists them");
        }
    }

    public static string Line(InputReport report)
    {
        var place = report.Offset < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"offset 0x{report.Offset:x}: ");
        return $"warning: {report.Name}: {place}{report.Reason}";
    }

    public static string Line(MergeProblem problem)
    {
        var modules = problem.Modules.Count switch
        {
            0 => "",
            1 => $", module {problem.Modules[0]}",
            _ => $", one of the modules {string.Join(' ', problem.Modules)}",
        };
        var counts = problem.Kind == MergeIssues.CounterOverflow ? "" : string.Create(CultureInfo.InvariantCulture, $": {problem.IncomingCount} here, {problem.ExistingCount} in the profile");
        return string.Create(CultureInfo.InvariantCulture, $"warning: {problem.Input}: {problem.Function}: {string.Join(", ", Kinds(problem.Kind).Select(Words))}{counts} (hash 0x{problem.FunctionHash:x}{modules})");
    }

    public static void WriteSummary(TextWriter writer, MergeRequest request, MergeOutcome outcome, MergeSummary summary, IReadOnlyList<string> quarantined, TimeSpan time)
    {
        if (request.Filters && !summary.Fails)
        {
            var (seen, kept) = request.Filtered;
            writer.WriteLine($"{ProgressText.Number(seen - kept)} of {ProgressText.Number(seen)} functions were left out");
        }

        if (quarantined.Count > 0)
        {
            writer.WriteLine($"{ProgressText.Number(quarantined.Count)} files were moved to {request.Quarantine}");
        }

        var seconds = time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture);
        var inputs = $"{ProgressText.Number(summary.Merged)} inputs merged, {ProgressText.Number(summary.Empty)} empty, {ProgressText.Number(summary.Bad)} bad";
        writer.WriteLine(summary.Fails
            ? $"error: {summary.Failure}: nothing was written ({inputs}, --failure-mode {request.FailureMode.ToString().ToLowerInvariant()})"
            : $"{inputs}: {ProgressText.Number(outcome.Profile.RecordCount)} records from {ProgressText.Number(summary.Bytes)} bytes in {seconds} s, for LLVM {outcome.Release.Major}");
    }

    /// <summary>The single issues of a combination.</summary>
    public static IEnumerable<MergeIssues> Kinds(MergeIssues issues) => Enum.GetValues<MergeIssues>().Where(kind => kind != MergeIssues.None && issues.HasFlag(kind));

    private static string Words(MergeIssues kind) => kind switch
    {
        MergeIssues.CounterOverflow => "counter overflow",
        MergeIssues.CounterMismatch => "number of counters differs, this record was dropped",
        MergeIssues.BitmapMismatch => "bitmap size differs, this bitmap was dropped",
        MergeIssues.ValueSiteMismatch => "number of value sites differs, these values were dropped",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a single issue"),
    };
}
