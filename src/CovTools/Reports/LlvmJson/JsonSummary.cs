using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>Summary numbers in LLVM's JSON (renderSummary in llvm/tools/llvm-cov/CoverageExporterJson.cpp).</summary>
internal static class JsonSummary
{
    private const int FirstWithMcdc = 18;
    private const int FirstInOwnOrder = 23;

    public static void Write(Utf8Output output, in CoverageTotals totals, int major)
    {
        var inOwnOrder = major >= FirstInOwnOrder;
        output.Write((byte)'{');
        if (inOwnOrder)
        {
            Metric(output, "\"lines\":"u8, totals.Lines, withMissed: false);
            Metric(output, ",\"functions\":"u8, totals.Functions, withMissed: false);
            Metric(output, ",\"instantiations\":"u8, totals.Instantiations, withMissed: false);
            Metric(output, ",\"regions\":"u8, totals.Regions, withMissed: true);
            Metric(output, ",\"branches\":"u8, totals.Branches, withMissed: true);
            Metric(output, ",\"mcdc\":"u8, totals.Mcdc, withMissed: true);
        }
        else
        {
            Metric(output, "\"branches\":"u8, totals.Branches, withMissed: true);
            Metric(output, ",\"functions\":"u8, totals.Functions, withMissed: false);
            Metric(output, ",\"instantiations\":"u8, totals.Instantiations, withMissed: false);
            Metric(output, ",\"lines\":"u8, totals.Lines, withMissed: false);
            if (major >= FirstWithMcdc)
            {
                Metric(output, ",\"mcdc\":"u8, totals.Mcdc, withMissed: true);
            }

            Metric(output, ",\"regions\":"u8, totals.Regions, withMissed: true);
        }

        output.Write((byte)'}');
    }

    private static void Metric(Utf8Output output, ReadOnlySpan<byte> name, Metric metric, bool withMissed)
    {
        output.Write(name);
        output.Write("{\"count\":"u8);
        output.Write((ulong)metric.Total);
        output.Write(",\"covered\":"u8);
        output.Write((ulong)metric.Covered);
        if (withMissed)
        {
            output.Write(",\"notcovered\":"u8);
            output.Write((ulong)metric.Missed);
        }

        output.Write(",\"percent\":"u8);
        JsonText.Write(output, metric.Percent);
        output.Write((byte)'}');
    }
}
