using System.Text.Json;

namespace CovTools.Cli.Doctor;

/// <summary>The document of <c>doctor --json</c>; its members are described in docs/doctor.md.</summary>
internal static class DiagnosisJson
{
    private const int Schema = 1;

    public static void Write(Diagnosis diagnosis, Stream output)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("schema", Schema);
            json.WriteNumber("exitCode", (int)diagnosis.Code);
            json.WriteStartObject("machine");
            json.WriteString("system", diagnosis.Machine.System);
            json.WriteString("architecture", diagnosis.Machine.Architecture);
            json.WriteString("cpuLevel", diagnosis.Machine.CpuLevel);
            json.WriteString("execProblem", diagnosis.Machine.Exec);
            json.WriteString("ptraceScope", diagnosis.Machine.PtraceScope);
            json.WriteStartArray("compilers");
            foreach (var compiler in diagnosis.Machine.Compilers)
            {
                json.WriteStartObject();
                json.WriteString("name", compiler.Name);
                json.WriteString("problem", compiler.Problem);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("library", diagnosis.Library?.Name);
            WriteStrings(json, "cpuPins", diagnosis.Pins);
            json.WriteString("failure", diagnosis.Failure);
            if (diagnosis.Probe is { } probe)
            {
                WriteProbe(json, probe);
            }

            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteProbe(Utf8JsonWriter json, Collection.HostProbeResult probe)
    {
        json.WriteStartObject("host");
        json.WriteString("name", probe.Host);
        json.WriteString("image", probe.ImageId);
        json.WriteString("system", probe.Ready.System);
        json.WriteString("cpu", probe.Ready.Cpu);
        json.WriteString("python", probe.Ready.Python);
        json.WriteString("capture", probe.Ready.Capture.ToString().ToLowerInvariant());
        json.WriteString("isolation", probe.Ready.Isolation.ToString().ToLowerInvariant());
        json.WriteString("reason", probe.Ready.Reason);
        json.WriteNumber("threads", probe.Ready.Threads);
        json.WriteNumber("importSeconds", Math.Round(probe.Ready.ImportSeconds, 3));
        WriteStrings(json, "notes", probe.Notes);
        json.WriteEndObject();
        json.WriteStartArray("modules");
        foreach (var module in probe.Modules)
        {
            json.WriteStartObject();
            json.WriteString("path", module.Path);
            json.WriteString("id", module.Id);
            json.WriteNumber("counterBytes", module.CounterBytes);
            if (module.Layout is { } layout)
            {
                json.WriteNumber("llvm", layout.Release.Major);
                json.WriteNumber("rawVersion", layout.RawVersion);
                json.WriteNumber("functions", layout.Functions.Count);
                json.WriteNumber("counters", layout.CounterCount);
            }

            json.WriteString("problem", module.Problem);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("ends");
        foreach (var end in probe.Ends)
        {
            json.WriteStartObject();
            json.WriteString("end", end.Name);
            json.WriteString("outcome", end.Ending.Outcome.ToString().ToLowerInvariant());
            json.WriteString("loss", end.Loss);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
