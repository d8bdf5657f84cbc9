using System.Globalization;

namespace CovTools.Corpus;

/// <summary>Seconds as text, exact to 100 nanoseconds, whatever the machine's culture.</summary>
public static class Seconds
{
    /// <summary>Largest magnitude that is taken for seconds: about the year 5138. Milliseconds since 1970 are beyond it.</summary>
    internal const decimal Largest = 100_000_000_000m;

    private const string Format = "0.#######";

    /// <summary>Reads a positive duration such as <c>60</c>, <c>0.5</c> or <c>1e3</c>.</summary>
    /// <param name="text">Seconds; at least 100 nanoseconds.</param>
    /// <param name="name">What the number is, for the message.</param>
    /// <exception cref="UsageException">It is not a number, not positive, or too large.</exception>
    public static TimeSpan ParseDuration(string text, string name)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!TryParseTicks(text, out var ticks))
        {
            throw new UsageException($"{name}: '{text}' is not a number of seconds");
        }

        return ticks > 0 ? new TimeSpan(ticks) : throw new UsageException($"{name}: {text} seconds is not a positive time");
    }

    /// <summary>Writes a duration as seconds without trailing zeros: <c>60</c>, <c>0.5</c>.</summary>
    public static string ToText(TimeSpan duration) => ToText(duration.Ticks);

    internal static string ToText(long ticks) => ((decimal)ticks / TimeSpan.TicksPerSecond).ToString(Format, CultureInfo.InvariantCulture);

    internal static double ToDouble(long ticks) => (double)((decimal)ticks / TimeSpan.TicksPerSecond);

    /// <summary>Reads a number of seconds into ticks of 100 nanoseconds; what is finer is cut off towards earlier.</summary>
    internal static bool TryParseTicks(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) || Math.Abs(seconds) > Largest)
        {
            return false;
        }

        ticks = (long)decimal.Floor(seconds * TimeSpan.TicksPerSecond);
        return true;
    }

    /// <summary>Reads an instant, seconds since 1970 or ISO 8601 (UTC when it has no zone), into ticks since 1970.</summary>
    internal static bool TryParseInstant(ReadOnlySpan<char> text, out long ticks)
    {
        if (TryParseTicks(text, out ticks))
        {
            return true;
        }

        const DateTimeStyles Styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        var trimmed = text.Trim();
        if (trimmed.Length < 10 || trimmed[4] != '-' || !DateTimeOffset.TryParse(trimmed, CultureInfo.InvariantCulture, Styles, out var instant))
        {
            return false;
        }

        ticks = FromDateTime(instant.UtcDateTime);
        return true;
    }

    internal static long FromDateTime(DateTime utc) => utc.Ticks - DateTime.UnixEpoch.Ticks;
}
