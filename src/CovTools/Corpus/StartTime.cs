namespace CovTools.Corpus;

/// <summary>t0, the start of a group's clock; written <c>first</c>, <c>file</c>, or an instant (seconds since 1970 or ISO 8601).</summary>
public sealed class StartTime
{
    private readonly string _text;

    private StartTime(StartTimeKind kind, string text, long ticks = 0)
    {
        Kind = kind;
        Ticks = ticks;
        _text = text;
    }

    /// <summary>Each group starts with its earliest script, counting those that filters leave out.</summary>
    public static StartTime First { get; } = new(StartTimeKind.First, "first");

    /// <summary>Each group starts where the file with the times says.</summary>
    public static StartTime File { get; } = new(StartTimeKind.File, "file");

    /// <summary>Which of the three it is.</summary>
    public StartTimeKind Kind { get; }

    /// <summary>The instant, in ticks of 100 ns since 1970.</summary>
    internal long Ticks { get; }

    /// <summary>All groups start at one instant.</summary>
    public static StartTime At(DateTimeOffset instant) =>
        new(StartTimeKind.Instant, Seconds.ToText(Seconds.FromDateTime(instant.UtcDateTime)), Seconds.FromDateTime(instant.UtcDateTime));

    /// <summary>Reads the text form.</summary>
    /// <exception cref="UsageException">It is none of the three forms.</exception>
    public static StartTime Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == First._text)
        {
            return First;
        }

        if (text == File._text)
        {
            return File;
        }

        return Seconds.TryParseInstant(text, out var ticks)
            ? new StartTime(StartTimeKind.Instant, text, ticks)
            : throw new UsageException($"--t0: '{text}' is none of first, file, seconds since 1970, an ISO 8601 instant such as 2025-01-31T12:00:00Z");
    }

    /// <summary>The text form.</summary>
    public override string ToString() => _text;
}
