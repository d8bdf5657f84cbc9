using System.Globalization;
using System.Text.Json;
using CovTools.Profiles;

namespace CovTools.Cli.Merge;

/// <summary>The document that <c>merge --json</c> prints; its members are described in docs/merge.md.</summary>
internal static class MergeReportJson
{
    /// <summary>Version of the document's shape.</summary>
    public const int Schema = 1;

    public static void Write(Stream output, MergeRequest request, MergeOutcome outcome, MergeSummary summary, IReadOnlyList<string> quarantined)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        WriteHead(json, request, outcome.Release, summary.Failure);
        json.WriteStartObject("inputs");
        json.WriteNumber("total", outcome.Inputs.Count);
        json.WriteNumber("merged", summary.Merged);
        json.WriteNumber("empty", summary.Empty);
        json.WriteNumber("bad", summary.Bad);
        json.WriteNumber("bytes", summary.Bytes);
        WriteReports(json, outcome.Inputs.Where(report => report.Status != InputStatus.Merged));
        json.WriteEndObject();
        WriteProblems(json, outcome.Problems);
        WriteStrings(json, "quarantined", quarantined);
        WriteTotals(json, outcome.Profile);
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    public static void Write(Stream output, MergeRequest request, WatchResult result)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        WriteHead(json, request, result.Release, null);
        json.WriteStartObject("inputs");
        json.WriteNumber("total", result.Merged + result.Quarantined.Count);
        json.WriteNumber("merged", result.Merged);
        json.WriteNumber("empty", result.Quarantined.Count(entry => entry.Report.Status == InputStatus.Empty));
        json.WriteNumber("bad", result.Quarantined.Count(entry => entry.Report.Status != InputStatus.Empty));
        json.WriteNumber("bytes", result.Bytes);
        WriteReports(json, result.Quarantined.Select(entry => entry.Report));
        json.WriteEndObject();
        WriteProblems(json, result.Problems);
        WriteStrings(json, "quarantined", result.Quarantined.Select(entry => entry.Target));
        WriteStrings(json, "left", result.Left);
        json.WriteStartObject("totals");
        json.WriteNumber("records", result.Records);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        output.Write("\n"u8);
    }

    private static void WriteHead(Utf8JsonWriter json, MergeRequest request, LlvmRelease release, string? failure)
    {
        json.WriteNumber("schema", Schema);
        json.WriteString("output", request.Output);
        json.WriteString("failure", failure);
        json.WriteNumber("release", release.Major);
        if (request.Form.IndexedVersion(release) is { } version)
        {
            json.WriteNumber("indexedVersion", version);
        }
        else
        {
            json.WriteNull("indexedVersion");
        }
    }

    private static void WriteReports(Utf8JsonWriter json, IEnumerable<InputReport> reports)
    {
        json.WriteStartArray("listed");
        foreach (var report in reports)
        {
            json.WriteStartObject();
            json.WriteString("file", report.Name);
            json.WriteString("status", Word(report.Status));
            json.WriteNumber("offset", report.Offset);
            json.WriteString("reason", report.Reason);
            json.WriteNumber("profiles", report.Profiles);
            json.WriteNumber("records", report.Records);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteProblems(Utf8JsonWriter json, IReadOnlyList<MergeProblem> problems)
    {
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            WriteStrings(json, "kinds", MergeReportText.Kinds(problem.Kind).Select(Word));
            json.WriteString("file", problem.Input);
            WriteStrings(json, "modules", problem.Modules);
            json.WriteString("function", problem.Function);
            json.WriteString("hash", string.Create(CultureInfo.InvariantCulture, $"0x{problem.FunctionHash:x16}"));
            json.WriteNumber("existingCount", problem.ExistingCount);
            json.WriteNumber("incomingCount", problem.IncomingCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteTotals(Utf8JsonWriter json, ProfileBuilder profile)
    {
        json.WriteStartObject("totals");
        json.WriteNumber("records", profile.RecordCount);
        json.WriteNumber("names", profile.NameCount);
        json.WriteNumber("overflows", profile.Report.Overflows);
        json.WriteNumber("counterMismatches", profile.Report.CounterMismatches);
        json.WriteNumber("bitmapMismatches", profile.Report.BitmapMismatches);
        json.WriteNumber("valueSiteMismatches", profile.Report.ValueSiteMismatches);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string Word<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
