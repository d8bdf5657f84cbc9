using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CovTools.Store;

/// <summary>Journal lines to and from bytes. Members that say nothing (exit code 0, no output) are left out: most lines are about 90 bytes long.</summary>
internal static class JournalCodec
{
    /// <summary>For people and jq, not for web pages: quotes and angle brackets of tracebacks stay readable.</summary>
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes <paramref name="entry"/> and a newline.</summary>
    public static void Write(JournalEntry entry, IBufferWriter<byte> output)
    {
        var ending = entry.Ending;
        using (var json = new Utf8JsonWriter(output, s_options))
        {
            json.WriteStartObject();
            json.WriteString("id", ScriptIds.Format(entry.ScriptId));
            json.WriteString("outcome", ending.Outcome.ToWord());
            json.WriteNumber("wall", Math.Round(ending.WallSeconds, 4));
            json.WriteNumber("cpu", Math.Round(ending.CpuSeconds, 4));
            json.WriteNumber("peak", ending.PeakBytes);
            WriteNumber(json, "hits", entry.HitsOffset);
            WriteNumber(json, "exit", ending.ExitCode is 0 ? null : ending.ExitCode);
            WriteNumber(json, "signal", ending.Signal);
            WriteNumber(json, "output", ending.OutputBytes > 0 ? ending.OutputBytes : null);
            WriteText(json, "exception", ending.ExceptionType);
            WriteText(json, "tail", ending.OutputTail);
            WriteText(json, "lost", ending.LostReason);
            WriteText(json, "reason", ending.FailureReason);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Reads one line without its newline; null when it is not a whole journal line.</summary>
    public static JournalEntry? TryRead(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && ulong.TryParse(Text(root, "id"), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)
                && ScriptOutcomes.TryParse(Text(root, "outcome"), out var outcome)
                ? new JournalEntry
                {
                    ScriptId = id,
                    Ending = new ScriptEnding
                    {
                        Outcome = outcome,
                        ExitCode = (int?)Integer(root, "exit"),
                        Signal = (int?)Integer(root, "signal"),
                        WallSeconds = Number(root, "wall"),
                        CpuSeconds = Number(root, "cpu"),
                        PeakBytes = Integer(root, "peak") ?? 0,
                        OutputBytes = Integer(root, "output") ?? 0,
                        OutputTail = Text(root, "tail") ?? "",
                        ExceptionType = Text(root, "exception"),
                        LostReason = Text(root, "lost"),
                        FailureReason = Text(root, "reason"),
                    },
                    HitsOffset = Integer(root, "hits"),
                }
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
        catch (InvalidOperationException)
        {
            // A string that is not valid UTF-16 after unescaping.
            return null;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static long? Integer(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static double Number(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : 0;
}
