using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CovTools.Profiles;

namespace CovTools.Testing;

/// <summary>Our JSON files.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StoredRun))]
[JsonSerializable(typeof(StoredSession))]
internal sealed partial class TestingJson : JsonSerializerContext
{
    private const long MostBytes = 1 << 24;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MalformedDataException">It is damaged.</exception>
    public static T Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        using var file = File.OpenRead(path);
        if (file.Length > MostBytes)
        {
            throw new MalformedDataException(path, 0, $"the file has {file.Length} bytes, more than it can need");
        }

        try
        {
            return JsonSerializer.Deserialize(file, type) ?? throw new MalformedDataException(path, 0, "the file says nothing");
        }
        catch (JsonException exception)
        {
            throw new MalformedDataException(path, exception.BytePositionInLine ?? -1, $"this is not what a test run writes: {exception.Message}", exception);
        }
    }

    /// <summary>Writes a file, completely or not at all.</summary>
    public static void Write<T>(string path, T value, JsonTypeInfo<T> type) => ReplacedFile.Write(path, stream => JsonSerializer.Serialize(stream, value, type));
}
