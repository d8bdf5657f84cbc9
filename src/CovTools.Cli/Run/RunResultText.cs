using System.Globalization;
using CovTools.Cli.Progress;
using CovTools.Collection;
using CovTools.Coverage;
using Spectre.Console;

namespace CovTools.Cli.Run;

/// <summary>What <c>run</c> prints for people: the growth per bucket and the ledger.</summary>
internal static class RunResultText
{
    /// <summary>Narrow terminals must not change what a redirected table looks like.</summary>
    private const int TableWidth = 140;

    public static void Write(CollectionResult result, TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
        });
        console.Profile.Width = TableWidth;
        if (result.Floor is { } floor)
        {
            WriteGrowth(console, "within the source filter", floor.Filtered, result.Buckets, point => point.Filtered);
            WriteGrowth(console, "whole source", floor.Whole, result.Buckets, point => point.Whole);
        }

        WriteLedger(output, result.Ledger);
        if (result.Buckets.Count > 0)
        {
            output.WriteLine($"profiles: {result.Paths.Profiles}");
        }

        output.WriteLine($"run store: {result.Paths.Store}");
    }

    private static void WriteGrowth(IAnsiConsole console, string title, CoverageTotals floor, IReadOnlyList<BucketResult> buckets, Func<CoveragePoint, CoverageTotals> select)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle($"cumulative coverage, {title}") };
        table.AddColumn("bucket");
        foreach (var name in new[] { "scripts", "lines", "regions", "functions", "branches" })
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        AddRow(table, "import (floor)", "", floor);
        foreach (var bucket in buckets)
        {
            AddRow(table, bucket.Label, ProgressText.Number(bucket.Scripts), select(bucket.Cumulative));
        }

        console.Write(table);
    }

    private static void AddRow(Table table, string label, string scripts, CoverageTotals totals) =>
        table.AddRow(label, scripts, Format(totals.Lines), Format(totals.Regions), Format(totals.Functions), Format(totals.Branches));

    private static string Format(Metric metric) => metric.Total == 0
        ? "none"
        : string.Create(CultureInfo.InvariantCulture, $"{metric.Covered:N0}/{metric.Total:N0} {metric.Percent:0.00}%");

    private static void WriteLedger(TextWriter output, Ledger ledger)
    {
        var parts = ScriptOutcomes.All
            .Where(outcome => ledger.Count(outcome) > 0)
            .Select(outcome => $"{ProgressText.Number(ledger.Count(outcome))} {outcome.ToWord()}")
            .Concat(ledger.LeftOutReasons.Select(reason => $"{ProgressText.Number(reason.Value)} left out ({reason.Key})"));
        output.WriteLine($"scripts: {ProgressText.Number(ledger.Found)} found = {string.Join(" + ", parts)}");
        if (ledger.CoverageLost > 0)
        {
            output.WriteLine($"coverage of {ProgressText.Number(ledger.CoverageLost)} scripts is incomplete; the journal says why");
        }

        foreach (var failure in ledger.Failures)
        {
            output.WriteLine($"  not measured: {failure}");
        }

        var more = ledger.Count(ScriptOutcome.Infrastructure) - ledger.Failures.Count;
        if (more > 0)
        {
            output.WriteLine($"  and {ProgressText.Number(more)} more");
        }
    }
}
