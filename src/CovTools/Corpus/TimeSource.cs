namespace CovTools.Corpus;

/// <summary>How the scripts' times are found; written <c>mtime</c>, <c>name:REGEX</c> or <c>file:PATH</c>.</summary>
public sealed class TimeSource
{
    private const string Option = "--time-from";
    private const string NamePrefix = "name:";
    private const string FilePrefix = "file:";

    private TimeSource(TimeSourceKind kind, SafeRegex? expression = null, string? file = null)
    {
        Kind = kind;
        Expression = expression;
        File = file;
    }

    /// <summary>The files' modification times.</summary>
    public static TimeSource FileTime { get; } = new(TimeSourceKind.FileTime);

    /// <summary>Which of the three it is.</summary>
    public TimeSourceKind Kind { get; }

    /// <summary>The file with the times, when they come from one.</summary>
    public string? File { get; }

    internal SafeRegex? Expression { get; }

    /// <summary>Times are what the first group of a regular expression finds in a script's relative path: seconds, as a number.</summary>
    /// <exception cref="UsageException">The expression is invalid or has no group.</exception>
    public static TimeSource FromName(string expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var regex = SafeRegex.Parse(expression, Option);
        return regex.HasGroup
            ? new TimeSource(TimeSourceKind.Name, expression: regex)
            : throw new UsageException($"{Option}: '{expression}' has no group; put parentheses around the seconds, as in name:time([0-9.]+)");
    }

    /// <summary>Times are read from a CSV or JSON Lines file (docs/corpus.md describes it).</summary>
    /// <exception cref="UsageException">The path is empty.</exception>
    public static TimeSource FromFile(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Length > 0 ? new TimeSource(TimeSourceKind.File, file: path) : throw new UsageException($"{Option}: a path must follow 'file:'");
    }

    /// <summary>Reads the text form.</summary>
    /// <exception cref="UsageException">It is none of the three forms, or its expression is invalid.</exception>
    public static TimeSource Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == "mtime")
        {
            return FileTime;
        }

        if (text.StartsWith(NamePrefix, StringComparison.Ordinal))
        {
            return FromName(text[NamePrefix.Length..]);
        }

        return text.StartsWith(FilePrefix, StringComparison.Ordinal)
            ? FromFile(text[FilePrefix.Length..])
            : throw new UsageException($"{Option}: '{text}' is none of mtime, name:REGEX, file:PATH");
    }

    /// <summary>The text form.</summary>
    public override string ToString() => Kind switch
    {
        TimeSourceKind.FileTime => "mtime",
        TimeSourceKind.Name => NamePrefix + Expression!.Text, // set by FromName
        _ => FilePrefix + File,
    };
}
