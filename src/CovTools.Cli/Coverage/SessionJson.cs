using System.Text.Json;
using CovTools.Coverage;

namespace CovTools.Cli.Coverage;

/// <summary>The document that <c>report|show|export --json</c> prints; its members are described in docs/report.md.</summary>
internal static class SessionJson
{
    /// <summary>Version of the document's shape.</summary>
    public const int Schema = 1;

    public static void Write(Stream output, CoverageSession session, SessionOutcome outcome)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("schema", Schema);
        json.WriteString("metric", session.Summary.MetricName);
        json.WriteNumber("release", session.Request.Release.Major);
        json.WriteString("output", session.Request.Output);
        json.WriteNumber("exitCode", (int)outcome.Code);
        json.WriteString("nothingMeasured", outcome.Emptiness);
        json.WriteNumber("lostProfiles", session.Profile.LostFiles);
        json.WriteStartObject("totals");
        WriteTotals(json, session.Summary.Totals);
        json.WriteEndObject();
        json.WriteStartArray("files");
        foreach (var file in session.Summary.Files)
        {
            json.WriteStartObject();
            json.WriteString("file", file.Path);
            WriteTotals(json, file.Totals);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteMismatches(json, session.Mismatches);
        WriteMalformed(json, outcome);
        json.WriteStartArray("violations");
        foreach (var violation in outcome.Gates.Violations)
        {
            json.WriteStringValue(violation.ToString());
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteTotals(Utf8JsonWriter json, in CoverageTotals totals)
    {
        WriteMetric(json, "regions", totals.Regions);
        WriteMetric(json, "functions", totals.Functions);
        WriteMetric(json, "instantiations", totals.Instantiations);
        WriteMetric(json, "lines", totals.Lines);
        WriteMetric(json, "branches", totals.Branches);
        WriteMetric(json, "mcdc", totals.Mcdc);
    }

    private static void WriteMetric(Utf8JsonWriter json, string name, Metric metric)
    {
        json.WriteStartObject(name);
        json.WriteNumber("covered", metric.Covered);
        json.WriteNumber("total", metric.Total);
        json.WriteEndObject();
    }

    private static void WriteMismatches(Utf8JsonWriter json, IReadOnlyList<CoverageMismatch> mismatches)
    {
        json.WriteStartArray("mismatches");
        foreach (var mismatch in mismatches)
        {
            json.WriteStartObject();
            json.WriteString("kind", mismatch.Kind == CoverageMismatchKind.Hash ? "hash" : "counterCount");
            json.WriteString("function", mismatch.Function);
            json.WriteString("module", mismatch.Module);
            json.WriteString("file", mismatch.File);
            json.WriteNumber("inMapping", mismatch.InMapping);
            json.WriteStartArray("inProfile");
            foreach (var value in mismatch.InProfile)
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteMalformed(Utf8JsonWriter json, SessionOutcome outcome)
    {
        json.WriteStartArray("malformed");
        foreach (var diagnostic in outcome.Malformed)
        {
            json.WriteStartObject();
            json.WriteString("source", diagnostic.Source);
            json.WriteNumber("offset", diagnostic.Offset);
            json.WriteString("function", diagnostic.Function);
            json.WriteString("reason", diagnostic.Reason);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
