using System.Text.Json;
using CovTools.Collection;
using CovTools.Coverage;

namespace CovTools.Cli.Run;

/// <summary>The document that <c>run --json</c> prints; its members are described in docs/run.md.</summary>
internal static class RunResultJson
{
    /// <summary>Version of the document's shape.</summary>
    public const int Schema = 1;

    public static void Write(CollectionResult result, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        WriteLedger(json, result.Ledger);
        if (result.Floor is { } floor)
        {
            json.WriteStartObject("floor");
            WritePoint(json, floor);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("floor");
        }

        json.WriteStartArray("buckets");
        foreach (var bucket in result.Buckets)
        {
            WriteBucket(json, bucket, result.Paths);
        }

        json.WriteEndArray();
        WritePaths(json, result);
        json.WriteBoolean("interrupted", result.Interrupted);
        json.WriteString("failure", result.Failure);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteLedger(Utf8JsonWriter json, Ledger ledger)
    {
        json.WriteStartObject("ledger");
        json.WriteNumber("found", ledger.Found);
        foreach (var outcome in ScriptOutcomes.All)
        {
            json.WriteNumber(outcome.ToWord(), ledger.Count(outcome));
        }

        json.WriteNumber("leftOut", ledger.LeftOut);
        json.WriteStartObject("leftOutReasons");
        foreach (var (reason, count) in ledger.LeftOutReasons)
        {
            json.WriteNumber(reason, count);
        }

        json.WriteEndObject();
        json.WriteNumber("coverageLost", ledger.CoverageLost);
        json.WriteStartArray("failures");
        foreach (var failure in ledger.Failures)
        {
            json.WriteStringValue(failure);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBucket(Utf8JsonWriter json, BucketResult bucket, RunPaths paths)
    {
        json.WriteStartObject();
        json.WriteString("label", bucket.Label);
        json.WriteNumber("scripts", bucket.Scripts);
        WritePoint(json, bucket.Cumulative);
        json.WriteString("profile", paths.BucketProfile(bucket.Label));
        json.WriteString("coverage", paths.BucketCoverage(bucket.Label));
        json.WriteString("log", paths.BucketLog(bucket.Label));
        json.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter json, CoveragePoint point)
    {
        WriteTotals(json, "filtered", point.Filtered);
        WriteTotals(json, "whole", point.Whole);
    }

    private static void WriteTotals(Utf8JsonWriter json, string name, CoverageTotals totals)
    {
        json.WriteStartObject(name);
        WriteMetric(json, "lines", totals.Lines);
        WriteMetric(json, "regions", totals.Regions);
        WriteMetric(json, "functions", totals.Functions);
        WriteMetric(json, "branches", totals.Branches);
        json.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter json, string name, Metric metric)
    {
        json.WriteStartObject(name);
        json.WriteNumber("covered", metric.Covered);
        json.WriteNumber("total", metric.Total);
        json.WriteEndObject();
    }

    private static void WritePaths(Utf8JsonWriter json, CollectionResult result)
    {
        json.WriteStartObject("paths");
        json.WriteString("output", result.Paths.Output);
        json.WriteString("store", result.Paths.Store);
        json.WriteString("profiles", result.Paths.Profiles);
        json.WriteString("cumulative", result.Paths.Cumulative);
        json.WriteEndObject();
    }
}
