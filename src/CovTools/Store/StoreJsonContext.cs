using System.Text.Json.Serialization;

namespace CovTools.Store;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(RunDescription))]
[JsonSerializable(typeof(StoredModule))]
internal sealed partial class StoreJsonContext : JsonSerializerContext;
