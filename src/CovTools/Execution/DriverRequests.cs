using System.Buffers;
using System.Text.Json;

namespace CovTools.Execution;

/// <summary>Writes the protocol's messages to the driver.</summary>
internal static class DriverRequests
{
    /// <summary>The <c>start</c> message for <paramref name="settings"/> over <paramref name="transport"/>, with its newline.</summary>
    public static byte[] Encode(DriverSettings settings, IDriverTransport transport) => Line(json =>
    {
        var library = settings.Library;
        json.WriteString("op", "start");
        json.WriteNumber("protocol", 1);
        json.WriteString("run", settings.RunId);
        json.WriteString("corpus", transport.CorpusRoot);
        json.WriteNumber("workers", settings.Workers);
        WriteList(json, "modules", library.Modules);
        WriteMap(json, "inject", library.Inject);
        WriteList(json, "pythonPath", library.PythonPath);
        json.WriteString("python", library.Python ?? "");
        WriteMap(json, "environment", library.Environment);
        WriteList(json, "command", library.Command);
        WriteList(json, "outOfMemory", library.OutOfMemory);
        json.WriteString("libcovrt", transport.LibcovrtPath);
        json.WriteString("capture", Word(settings.Capture.ToString()));
        json.WriteString("isolation", Word(settings.Isolation.ToString()));
        json.WriteNumber("timeout", settings.TimeoutSeconds);
        json.WriteNumber("startTimeout", settings.StartTimeoutSeconds);
        json.WriteNumber("memory", settings.MemoryBytes);
        json.WriteNumber("fileSize", settings.FileSizeBytes);
        json.WriteNumber("tail", settings.TailBytes);
        json.WriteString("scratch", transport.ScratchRoot);
    });

    /// <summary>The <c>run</c> message for one script.</summary>
    public static byte[] EncodeRun(ScriptRequest script) => Line(json =>
    {
        json.WriteString("op", "run");
        json.WriteString("id", script.Id);
        json.WriteString("path", script.Path);
    });

    /// <summary>The <c>read</c> message.</summary>
    public static byte[] EncodeRead(long request, string path, long offset, int length) => Line(json =>
    {
        json.WriteString("op", "read");
        json.WriteNumber("request", request);
        json.WriteString("path", path);
        json.WriteNumber("offset", offset);
        json.WriteNumber("length", length);
    });

    private static byte[] Line(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteList(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static string Word(string name) => name.ToLowerInvariant();
}
