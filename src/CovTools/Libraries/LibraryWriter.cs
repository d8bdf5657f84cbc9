using System.Collections.Immutable;
using System.Text.Json;

namespace CovTools.Libraries;

/// <summary>Writes library files, for example into the description of a run; what is read back is the same library.</summary>
public static class LibraryWriter
{
    /// <summary>Writes one JSON object; properties that have their default are left away.</summary>
    public static void Write(Utf8JsonWriter writer, LibraryFile library)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(library);
        writer.WriteStartObject();
        writer.WriteNumber("schema", LibraryFile.Schema);
        writer.WriteString("name", library.Name);
        WriteText(writer, "version", library.Version);
        WriteText(writer, "image", library.Image);
        WriteText(writer, "build", library.Build);
        WriteList(writer, "modules", library.Modules);
        WritePairs(writer, "inject", library.Inject);
        WriteList(writer, "pythonPath", library.PythonPath);
        WriteText(writer, "python", library.Python);
        WritePairs(writer, "environment", library.Environment);
        WriteSource(writer, library.Source);
        WritePathMaps(writer, library.PathMaps);
        WriteList(writer, "command", library.Command);
        WriteText(writer, "pattern", library.Pattern);
        WriteList(writer, "outOfMemory", library.OutOfMemory);
        if (library.Timeout is { } timeout)
        {
            writer.WriteNumber("timeout", (decimal)timeout.Ticks / TimeSpan.TicksPerSecond);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static void WritePairs(Utf8JsonWriter writer, string name, ImmutableSortedDictionary<string, string> pairs)
    {
        if (pairs.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, value) in pairs)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteSource(Utf8JsonWriter writer, SourceFilter source)
    {
        if (source.IsAll)
        {
            return;
        }

        writer.WriteStartObject("source");
        WriteList(writer, "include", source.Include);
        WriteList(writer, "exclude", source.Exclude);
        writer.WriteEndObject();
    }

    private static void WritePathMaps(Utf8JsonWriter writer, IReadOnlyCollection<PathMap> maps)
    {
        if (maps.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("pathMaps");
        foreach (var map in maps)
        {
            writer.WriteStartObject();
            writer.WriteString("from", map.From);
            writer.WriteString("to", map.To);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
