using System.Text.Json;
using System.Text.Json.Serialization;

namespace CovTools.Execution;

/// <summary>A message of the driver: the union of all members that docs/driver-protocol.md gives its events.</summary>
internal sealed record DriverMessage
{
    [JsonPropertyName("event")]
    public string Event { get; init; } = "";

    [JsonPropertyName("protocol")]
    public int Protocol { get; init; }

    [JsonPropertyName("id")]
    public string Id { get; init; } = "";

    [JsonPropertyName("request")]
    public long Request { get; init; }

    [JsonPropertyName("total")]
    public long Total { get; init; }

    [JsonPropertyName("reason")]
    public string Reason { get; init; } = "";

    [JsonPropertyName("message")]
    public string Message { get; init; } = "";

    [JsonPropertyName("retry")]
    public bool Retry { get; init; }

    [JsonPropertyName("outcome")]
    public string Outcome { get; init; } = "";

    [JsonPropertyName("exit")]
    public int? Exit { get; init; }

    [JsonPropertyName("signal")]
    public int? Signal { get; init; }

    [JsonPropertyName("wall")]
    public double Wall { get; init; }

    [JsonPropertyName("cpu")]
    public JsonElement Cpu { get; init; }

    [JsonPropertyName("peak")]
    public long Peak { get; init; }

    [JsonPropertyName("output")]
    public JsonElement Output { get; init; }

    [JsonPropertyName("tail")]
    public string Tail { get; init; } = "";

    [JsonPropertyName("exception")]
    public string? Exception { get; init; }

    [JsonPropertyName("sha256")]
    public string? Sha256 { get; init; }

    [JsonPropertyName("lost")]
    public bool Lost { get; init; }

    [JsonPropertyName("lostReason")]
    public string LostReason { get; init; } = "";

    [JsonPropertyName("isolation")]
    public string Isolation { get; init; } = "";

    [JsonPropertyName("capture")]
    public string Capture { get; init; } = "";

    [JsonPropertyName("threads")]
    public int Threads { get; init; }

    [JsonPropertyName("importSeconds")]
    public double ImportSeconds { get; init; }

    [JsonPropertyName("modules")]
    public IReadOnlyList<DriverModule> Modules { get; init; } = [];

    [JsonPropertyName("python")]
    public string Python { get; init; } = "";

    [JsonPropertyName("machine")]
    public string Machine { get; init; } = "";

    [JsonPropertyName("system")]
    public string System { get; init; } = "";

    [JsonPropertyName("payload")]
    public long PayloadLength { get; init; }

    [JsonIgnore]
    public ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>The member <c>cpu</c> as seconds (event <c>done</c>).</summary>
    [JsonIgnore]
    public double CpuSeconds => Cpu.ValueKind == JsonValueKind.Number ? Cpu.GetDouble() : 0;

    /// <summary>The member <c>cpu</c> as a model name (event <c>hello</c>).</summary>
    [JsonIgnore]
    public string CpuName => Cpu.ValueKind == JsonValueKind.String ? Cpu.GetString()! : "";

    /// <summary>The member <c>output</c> as a number of bytes (event <c>done</c>).</summary>
    [JsonIgnore]
    public long OutputBytes => Output.ValueKind == JsonValueKind.Number ? Output.GetInt64() : 0;

    /// <summary>The member <c>output</c> as text (event <c>fatal</c>).</summary>
    [JsonIgnore]
    public string OutputText => Output.ValueKind == JsonValueKind.String ? Output.GetString()! : "";
}
