using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace CovTools.Containers;

/// <summary>Writes the body of <c>POST /containers/create</c> (Docker Engine API 1.40, operation ContainerCreate).</summary>
internal static class ContainerRequestWriter
{
    private const double NanosPerCpu = 1e9;

    /// <summary>The JSON document for <paramref name="specification"/>, UTF-8.</summary>
    public static byte[] Write(ContainerSpecification specification)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Image", specification.Image);
            WriteCommand(json, specification);
            WriteStrings(json, "Env", specification.Environment.Select(pair => $"{pair.Key}={pair.Value}"));
            WriteMap(json, "Labels", specification.Labels);
            WriteOptional(json, "User", specification.User);
            WriteOptional(json, "WorkingDir", specification.WorkingDirectory);
            json.WriteBoolean("Tty", false);
            json.WriteBoolean("AttachStdin", specification.OpenInput);
            json.WriteBoolean("AttachStdout", true);
            json.WriteBoolean("AttachStderr", true);
            json.WriteBoolean("OpenStdin", specification.OpenInput);
            json.WriteBoolean("StdinOnce", specification.OpenInput);
            WriteHostConfiguration(json, specification);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteCommand(Utf8JsonWriter json, ContainerSpecification specification)
    {
        if (specification.Command.Count == 0)
        {
            return;
        }

        if (specification.KeepEntryPoint)
        {
            WriteStrings(json, "Cmd", specification.Command);
            return;
        }

        WriteStrings(json, "Entrypoint", specification.Command.Take(1));
        WriteStrings(json, "Cmd", specification.Command.Skip(1));
    }

    private static void WriteHostConfiguration(Utf8JsonWriter json, ContainerSpecification specification)
    {
        json.WriteStartObject("HostConfig");
        json.WriteString("NetworkMode", specification.Network);
        json.WriteBoolean("ReadonlyRootfs", specification.ReadOnlyRoot);
        json.WriteBoolean("Init", specification.Init);
        WriteNumber(json, "Memory", specification.MemoryBytes);
        WriteNumber(json, "MemorySwap", specification.MemorySwapBytes ?? specification.MemoryBytes);
        WriteNumber(json, "PidsLimit", specification.PidsLimit);
        WriteNumber(json, "NanoCpus", (long)(specification.Cpus * NanosPerCpu));
        WriteNumber(json, "ShmSize", specification.SharedMemoryBytes);
        WriteStrings(json, "CapDrop", specification.DropCapabilities ? ["ALL"] : []);
        WriteStrings(json, "SecurityOpt", SecurityOptions(specification));
        json.WriteStartObject("LogConfig");
        json.WriteString("Type", "none");
        json.WriteEndObject();
        WriteNoCoreDumps(json);
        WriteMounts(json, specification.Mounts);
        json.WriteEndObject();
    }

    private static IEnumerable<string> SecurityOptions(ContainerSpecification specification)
    {
        if (specification.NoNewPrivileges)
        {
            yield return "no-new-privileges";
        }

        if (specification.DisableSecurityLabels)
        {
            yield return "label=disable";
        }
    }

    private static void WriteNoCoreDumps(Utf8JsonWriter json)
    {
        json.WriteStartArray("Ulimits");
        json.WriteStartObject();
        json.WriteString("Name", "core");
        json.WriteNumber("Soft", 0);
        json.WriteNumber("Hard", 0);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteMounts(Utf8JsonWriter json, IReadOnlyList<ContainerMount> mounts)
    {
        json.WriteStartArray("Mounts");
        foreach (var mount in mounts.Where(mount => mount.Kind != ContainerMountKind.Tmpfs))
        {
            json.WriteStartObject();
            json.WriteString("Type", mount.Kind == ContainerMountKind.Bind ? "bind" : "volume");
            if (mount.Source.Length > 0)
            {
                json.WriteString("Source", mount.Source);
            }

            json.WriteString("Target", mount.Target);
            json.WriteBoolean("ReadOnly", mount.ReadOnly);
            json.WriteEndObject();
        }

        json.WriteEndArray();

        // Not as Mounts of type tmpfs: those are always noexec, and scripts that compile and load something would fail.
        json.WriteStartObject("Tmpfs");
        foreach (var mount in mounts.Where(mount => mount.Kind == ContainerMountKind.Tmpfs))
        {
            json.WriteString(
                mount.Target,
                string.Create(CultureInfo.InvariantCulture, $"rw,exec,nosuid,nodev,mode=1777,size={mount.SizeBytes}"));
        }

        json.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
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

    private static void WriteMap(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> values)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in values)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }
}
