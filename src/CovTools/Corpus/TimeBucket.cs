using System.Globalization;

namespace CovTools.Corpus;

/// <summary>A time interval in seconds since the group's start, half-open; the last one below a cut-off includes its end.</summary>
public sealed record TimeBucket
{
    private TimeBucket(TimeSpan start, TimeSpan end, string label)
    {
        Start = start;
        End = end;
        Label = label;
    }

    /// <summary>Where it begins; belongs to it.</summary>
    public TimeSpan Start { get; }

    /// <summary>Where it ends.</summary>
    public TimeSpan End { get; }

    /// <summary>Its name, seconds with no needless zeros: <c>0-60</c>, <c>0.5-1</c>.</summary>
    public string Label { get; }

    /// <summary>The bucket that an offset lies in.</summary>
    /// <param name="offset">Time since the group's start; not negative.</param>
    /// <param name="interval">Width of a bucket; positive.</param>
    /// <param name="cutOff">The last instant that counts: it belongs to the last bucket, whose end is clipped to it. Null: there is none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative or beyond the cut-off, or the interval not positive.</exception>
    public static TimeBucket At(TimeSpan offset, TimeSpan interval, TimeSpan? cutOff = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offset, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        if (cutOff is { } limit)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, limit);
        }

        var index = offset.Ticks / interval.Ticks;
        if (index > 0 && offset == cutOff && index * interval.Ticks == offset.Ticks)
        {
            index--;
        }

        var start = index * interval.Ticks;
        var end = Math.Min(start + (decimal)interval.Ticks, cutOff?.Ticks ?? long.MaxValue);
        return Between(new TimeSpan(start), new TimeSpan((long)end));
    }

    /// <summary>Reads a bucket's label.</summary>
    /// <returns>Null when the text is no label: two plain numbers of seconds with a dash between them, the first smaller.</returns>
    public static TimeBucket? TryParse(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var dash = label.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && TryParseNumber(label.AsSpan(0, dash), out var start) && TryParseNumber(label.AsSpan(dash + 1), out var end) && start < end
            ? new TimeBucket(new TimeSpan(start), new TimeSpan(end), label)
            : null;
    }

    /// <summary>Whether the two have an instant in common.</summary>
    public bool Overlaps(TimeBucket other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Start < other.End && other.Start < End;
    }

    /// <summary>Orders by start, then end, then label.</summary>
    public static int Compare(TimeBucket left, TimeBucket right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var order = left.Start.CompareTo(right.Start);
        order = order != 0 ? order : left.End.CompareTo(right.End);
        return order != 0 ? order : string.CompareOrdinal(left.Label, right.Label);
    }

    /// <inheritdoc/>
    public override string ToString() => Label;

    private static TimeBucket Between(TimeSpan start, TimeSpan end) => new(start, end, $"{Seconds.ToText(start)}-{Seconds.ToText(end)}");

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long ticks)
    {
        ticks = 0;
        return text.Length is > 0 and <= 24
            && char.IsAsciiDigit(text[0])
            && char.IsAsciiDigit(text[^1])
            && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            && Seconds.TryParseTicks(text, out ticks);
    }
}
