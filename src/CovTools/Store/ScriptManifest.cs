using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CovTools.Store;

/// <summary>scripts.jsonl: every script that a run was ever asked to execute. Append-only.</summary>
internal static class ScriptManifest
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Appends the entries whose ids the file does not hold yet.</summary>
    /// <param name="path">The file; made with its header line when it is not there.</param>
    /// <param name="timeSource">Where the times come from, for the header.</param>
    /// <param name="entries">The scripts of this invocation.</param>
    public static void Append(string path, string timeSource, IEnumerable<ManifestEntry> entries)
    {
        var (known, validLength) = ReadIds(path);
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, 1 << 16);
        // A torn last line would glue itself to the next one.
        file.SetLength(validLength);
        file.Position = validLength;
        var line = new ArrayBufferWriter<byte>(256);
        if (validLength == 0)
        {
            WriteLine(file, line, json =>
            {
                json.WriteString("schema", "covtools.scripts/1");
                json.WriteString("timeSource", timeSource);
            });
        }

        foreach (var entry in entries)
        {
            if (known.Add(entry.Id))
            {
                WriteLine(file, line, json => WriteEntry(json, entry));
            }
        }
    }

    private static void WriteEntry(Utf8JsonWriter json, ManifestEntry entry)
    {
        json.WriteString("id", ScriptIds.Format(entry.Id));
        json.WriteString("path", entry.Path);
        var slash = entry.Path.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 ? entry.Group != "." : !entry.Path.AsSpan(0, slash).SequenceEqual(entry.Group))
        {
            json.WriteString("group", entry.Group);
        }

        if (entry.Time is { } time)
        {
            json.WriteNumber("time", Math.Round(time, 3));
        }
    }

    private static void WriteLine(FileStream file, ArrayBufferWriter<byte> line, Action<Utf8JsonWriter> members)
    {
        line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(line, s_options))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        file.Write(line.WrittenSpan);
    }

    private static (HashSet<ulong> Ids, long ValidLength) ReadIds(string path)
    {
        var ids = new HashSet<ulong>();
        long validLength = 0;
        if (!File.Exists(path))
        {
            return (ids, 0);
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is { } text)
        {
            var length = System.Text.Encoding.UTF8.GetByteCount(text) + 1;
            if (validLength + length > file.Length)
            {
                break;
            }

            validLength += length;
            const string Start = "{\"id\":\"";
            if (text.StartsWith(Start, StringComparison.Ordinal)
                && text.Length > Start.Length + 16
                && ulong.TryParse(text.AsSpan(Start.Length, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id))
            {
                ids.Add(id);
            }
        }

        return (ids, validLength);
    }
}
