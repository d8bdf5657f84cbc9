using System.Text.Json.Serialization;

namespace CovTools.Containers;

/// <summary>Source-generated readers of the engine's answers. Names are matched without case: the API mixes both.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(EngineResponse.Error))]
[JsonSerializable(typeof(EngineResponse.VersionInfo))]
[JsonSerializable(typeof(EngineResponse.Image))]
[JsonSerializable(typeof(EngineResponse.Created))]
[JsonSerializable(typeof(EngineResponse.Container))]
[JsonSerializable(typeof(EngineResponse.Wait))]
[JsonSerializable(typeof(IReadOnlyList<EngineResponse.ListItem>))]
[JsonSerializable(typeof(EngineResponse.VolumeList))]
internal sealed partial class EngineJson : JsonSerializerContext;
