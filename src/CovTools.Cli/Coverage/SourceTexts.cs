namespace CovTools.Cli.Coverage;

/// <summary>Source files by their path in the mapping, read where they are on this machine. The ones that were used are kept, up to a limit.</summary>
internal sealed class SourceTexts(IReadOnlyList<PathEquivalence> maps)
{
    private const long LargestCache = 64 << 20;

    private readonly Dictionary<string, ReadOnlyMemory<byte>?> _texts = new(StringComparer.Ordinal);
    private long _cached;

    /// <summary>The text; null when it cannot be read, which is told once.</summary>
    public ReadOnlyMemory<byte>? Read(string path)
    {
        if (_texts.TryGetValue(path, out var text))
        {
            return text;
        }

        text = ReadFile(maps.Select(map => map.Map(path)).FirstOrDefault(mapped => mapped is not null) ?? path);
        _cached += text?.Length ?? 0;
        if (_cached > LargestCache)
        {
            // What cannot be read stays known, so that it is told once.
            foreach (var old in _texts.Where(entry => entry.Value is not null).Select(entry => entry.Key).ToList())
            {
                _texts.Remove(old);
            }

            _cached = text?.Length ?? 0;
        }

        _texts[path] = text;
        return text;
    }

    private static ReadOnlyMemory<byte>? ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"warning: {path}: {exception.Message}");
            return null;
        }
    }
}
