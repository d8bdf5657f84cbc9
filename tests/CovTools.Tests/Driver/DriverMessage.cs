using System.Text.Json.Nodes;

namespace CovTools.Tests.Driver;

/// <summary>One message of the driver, with its payload.</summary>
internal sealed record DriverMessage(JsonObject Fields, byte[] Payload)
{
    public string Event => Text("event") ?? "";

    public string? Outcome => Text("outcome");

    public string Tail => Text("tail") ?? "";

    public long? Number(string name) => Fields[name]?.GetValue<long>();

    public string? Text(string name) => Fields[name]?.GetValue<string>();

    public bool Flag(string name) => Fields[name]?.GetValue<bool>() ?? false;

    public override string ToString() => $"{Fields.ToJsonString()} + {Payload.Length} bytes";
}
