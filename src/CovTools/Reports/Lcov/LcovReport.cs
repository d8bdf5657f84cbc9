using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Writes an lcov tracefile (geninfo(1)) as <c>llvm-cov export -format=lcov</c> does, byte for byte like the release that the report follows. Metric: <c>llvm</c>.</summary>
public static class LcovReport
{
    /// <summary>Writes <paramref name="report"/>.</summary>
    /// <param name="stream">Written from its current position on.</param>
    /// <param name="report">What to write.</param>
    /// <param name="options">What to leave out; null: nothing.</param>
    /// <param name="cancellation">Stops the work; what was written stays.</param>
    public static void Write(Stream stream, CoverageReport report, LcovOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(report);
        options ??= new LcovOptions();
        OrderedParts.Write(
            stream,
            report.Files.Count,
            () =>
            {
                var writer = new LcovFileWriter(report, options);
                return writer.Write;
            },
            cancellation);
    }

    /// <summary>Writes what <see cref="LcovOptions.SummaryOnly"/> leaves: the numbers of files.</summary>
    /// <param name="stream">Written from its current position on.</param>
    /// <param name="summary">The numbers, by the metric <c>llvm</c>. Paths are written in UTF-8, whatever their bytes were.</param>
    /// <param name="options">What to leave out; null: nothing else.</param>
    /// <exception cref="ArgumentException">The numbers are by another metric, which the format could not say.</exception>
    public static void WriteSummary(Stream stream, CoverageSummary summary, LcovOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ReportedSummary.RequireLlvm(summary);
        var output = new Utf8Output();
        foreach (var file in summary.Files)
        {
            output.Clear();
            output.Write("SF:"u8);
            output.WriteUtf8(file.Path);
            output.Write((byte)'\n');
            LcovFileWriter.WriteFunctionTotals(output, file.Totals);
            LcovFileWriter.WriteTotals(output, file.Totals, options ?? new LcovOptions());
            stream.Write(output.Written.Span);
        }
    }
}
