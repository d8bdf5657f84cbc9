using System.Text.Json.Serialization;

namespace CovTools.Execution;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(DriverMessage))]
internal sealed partial class DriverJsonContext : JsonSerializerContext;
