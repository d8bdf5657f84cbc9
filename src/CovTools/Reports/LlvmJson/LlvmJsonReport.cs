using CovTools.Coverage;
using CovTools.Profiles;

namespace CovTools.Reports;

/// <summary>
/// Writes coverage as <c>llvm-cov export</c> does (<c>llvm.coverage.json.export</c>), byte for byte like the release that the report follows: versions 2.0.1 (up to 20), 3.0.1 (21)
/// and 3.1.0 (22 and later). Metric: <c>llvm</c>.
/// </summary>
public static class LlvmJsonReport
{
    private static ReadOnlySpan<byte> Head => "{\"data\":[{\"files\":["u8;

    /// <summary>Writes <paramref name="report"/>.</summary>
    /// <param name="stream">Written from its current position on; no line feed at the end.</param>
    /// <param name="report">What to write.</param>
    /// <param name="options">What to leave out; null: nothing.</param>
    /// <param name="cancellation">Stops the work; what was written stays.</param>
    public static void Write(Stream stream, CoverageReport report, LlvmJsonOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(report);
        options ??= new LlvmJsonOptions();
        if (options.SummaryOnly)
        {
            WriteSummary(stream, report.Summary, report.Options.Release);
            return;
        }

        stream.Write(Head);
        OrderedParts.Write(
            stream,
            report.Files.Count,
            () =>
            {
                var writer = new JsonFileWriter(report, options);
                return (output, file) =>
                {
                    JsonRecords.Separate(output, file);
                    writer.Write(output, file);
                };
            },
            cancellation);
        if (!options.SkipFunctions)
        {
            stream.Write("],\"functions\":["u8);
            WriteFunctions(stream, report, options, cancellation);
        }

        WriteTail(stream, report.Summary.Totals, report.Options.Release.Major);
    }

    /// <summary>Writes what <see cref="LlvmJsonOptions.SummaryOnly"/> leaves: the numbers of files and their totals.</summary>
    /// <param name="stream">Written from its current position on; no line feed at the end.</param>
    /// <param name="summary">The numbers, by the metric <c>llvm</c>.</param>
    /// <param name="release">The release whose document is written.</param>
    /// <exception cref="ArgumentException">The numbers are by another metric, which the format could not say.</exception>
    public static void WriteSummary(Stream stream, CoverageSummary summary, LlvmRelease release)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ReportedSummary.RequireLlvm(summary);
        var output = new Utf8Output();
        stream.Write(Head);
        for (var file = 0; file < summary.Files.Count; file++)
        {
            output.Clear();
            JsonRecords.Separate(output, file);
            JsonFileWriter.WriteSummaryOnly(output, summary.Files[file], release.Major);
            stream.Write(output.Written.Span);
        }

        WriteTail(stream, summary.Totals, release.Major);
    }

    private static void WriteFunctions(Stream stream, CoverageReport report, LlvmJsonOptions options, CancellationToken cancellation)
    {
        const int FunctionsPerPart = 512;
        var counted = report.CountedFunctions();
        OrderedParts.Write(
            stream,
            (counted.Length + FunctionsPerPart - 1) / FunctionsPerPart,
            () =>
            {
                var evaluator = report.NewEvaluator();
                var writer = new JsonFunctionWriter(report, options);
                return (output, part) =>
                {
                    var number = part * FunctionsPerPart;
                    foreach (var function in report.Evaluate(evaluator, counted.AsSpan(number, Math.Min(counted.Length - number, FunctionsPerPart))))
                    {
                        JsonRecords.Separate(output, number++);
                        writer.WriteFunction(output, function);
                        output.PassOn();
                    }
                };
            },
            cancellation);
    }

    private static void WriteTail(Stream stream, in CoverageTotals totals, int major)
    {
        var output = new Utf8Output();
        output.Write("],\"totals\":"u8);
        JsonSummary.Write(output, totals, major);
        output.Write("}],\"type\":\"llvm.coverage.json.export\",\"version\":\""u8);
        output.Write(major switch
        {
            <= 20 => "2.0.1"u8,
            21 => "3.0.1"u8,
            _ => "3.1.0"u8,
        });
        output.Write("\"}"u8);
        stream.Write(output.Written.Span);
    }
}
