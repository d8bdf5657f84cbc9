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
}
