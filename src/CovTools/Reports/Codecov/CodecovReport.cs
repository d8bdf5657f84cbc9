using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// Writes Codecov's custom coverage JSON in UTF-8: for each line how often it ran or, where it has conditions, how many of their outcomes happened, as <c>"1/2"</c>.
/// Memory depends on the largest file.
/// </summary>
public static class CodecovReport
{
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes a report.</summary>
    /// <param name="stream">Where to; stays open.</param>
    /// <param name="report">What to write.</param>
    /// <param name="pathMaps">Applied to the paths; Codecov wants those of the repository.</param>
    public static void Write(Stream stream, CoverageReport report, PathMapSet? pathMaps = null) => Write(stream, new ReportedFiles(report, pathMaps));

    /// <summary>Writes files.</summary>
    internal static void Write(Stream stream, IEnumerable<ReportedFile> files)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("metric", ReportedSummary.LlvmMetric);
        json.WriteStartObject("coverage");
        foreach (var file in files)
        {
            json.WriteStartObject(file.Path);
            foreach (var line in file.Lines)
            {
                WriteLine(json, line);
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        stream.WriteByte((byte)'\n');
    }

    private static void WriteLine(Utf8JsonWriter json, in ReportedLine line)
    {
        var number = line.Line.ToString(CultureInfo.InvariantCulture);
        var branches = line.Branches;
        if (branches.Total > 0)
        {
            json.WriteString(number, string.Create(CultureInfo.InvariantCulture, $"{branches.Covered}/{branches.Total}"));
        }
        else
        {
            json.WriteNumber(number, Math.Min(line.Count, long.MaxValue));
        }

        if (json.BytesPending > FlushBytes)
        {
            json.Flush();
        }
    }
}
