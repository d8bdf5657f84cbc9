using System.Text.Json;
using CovTools.Live;

namespace CovTools.Cli.Live;

/// <summary>The documents of <c>live --json</c>.</summary>
internal static class LiveJson
{
    private const int Schema = 1;

    /// <summary>The modules of a process.</summary>
    public static void WriteList(Stream output, LiveProcess process, LiveSnapshot snapshot)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteNumber("process", process.Id);
            json.WriteNumber("covered", snapshot.Covered);
            json.WriteNumber("total", snapshot.Total);
            json.WriteStartArray("modules");
            foreach (var module in snapshot.Modules)
            {
                json.WriteStartObject();
                json.WriteString("path", module.Module.Path);
                json.WriteString("id", module.Module.Id);
                json.WriteNumber("covered", module.Covered);
                json.WriteNumber("total", module.Module.Total);
                json.WriteNumber("counterSize", module.Module.CounterSize);
                json.WriteNumber("bitmapBytes", module.Module.BitmapBytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("problems");
            foreach (var problem in process.Problems)
            {
                json.WriteStartObject();
                json.WriteString("path", problem.Path);
                json.WriteString("reason", problem.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>A look, on one line.</summary>
    public static void WriteLook(Stream output, LiveLook look)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteNumber("seconds", Math.Round(look.Elapsed.TotalSeconds, 3));
            json.WriteNumber("covered", look.Covered);
            json.WriteNumber("total", look.Total);
            json.WriteNumber("new", look.NewCounters);
            json.WriteNumber("rate", Math.Round(look.Rate, 3));
            json.WriteStartArray("reached");
            foreach (var function in look.Reached)
            {
                json.WriteStringValue(function);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
        output.Flush();
    }
}
