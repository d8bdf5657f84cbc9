using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// Writes coverage as <c>llvm-cov export</c> does (<c>llvm.coverage.json.export</c>), byte for byte like the release that the report follows: versions 2.0.1 (up to 20), 3.0.1 (21)
/// and 3.1.0 (22 and later). Metric: <c>llvm</c>.
/// </summary>
public static class LlvmJsonReport
{
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
        var head = new Utf8Output();
        head.Write("{\"data\":[{\"files\":["u8);
        stream.Write(head.Written.Span);
        OrderedParts.Write(
            stream,
            report.Files.Count,
            () =>
            {
                var writer = new JsonFileWriter(report, options);
                return (output, file) =>
                {
                    Separate(output, file);
                    writer.Write(output, file);
                };
            },
            cancellation);
        if (!options.SummaryOnly && !options.SkipFunctions)
        {
            stream.Write("],\"functions\":["u8);
            WriteFunctions(stream, report, options, cancellation);
        }

        WriteTail(stream, report);
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
                return (output, part) =>
                {
                    var writer = new JsonFunctionWriter(report, output, options);
                    for (var i = part * FunctionsPerPart; i < Math.Min(counted.Length, (part + 1) * FunctionsPerPart); i++)
                    {
                        Separate(output, i);
                        writer.WriteFunction(report.Evaluate(evaluator, counted[i]));
                    }
                };
            },
            cancellation);
    }

    private static void WriteTail(Stream stream, CoverageReport report)
    {
        var major = report.Options.Release.Major;
        var output = new Utf8Output();
        output.Write("],\"totals\":"u8);
        JsonSummary.Write(output, report.Summary.Totals, major);
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

    private static void Separate(Utf8Output output, int index)
    {
        if (index > 0)
        {
            output.Write((byte)',');
        }
    }
}
