namespace CovTools.Corpus;

/// <summary>The words for our enumerations that people and documents see.</summary>
public static class CorpusWords
{
    /// <summary>For example <c>beyond max-time</c>.</summary>
    public static string ToText(this LeftOutReason reason) => reason switch
    {
        LeftOutReason.Filter => "filter",
        LeftOutReason.Include => "include",
        LeftOutReason.Exclude => "exclude",
        LeftOutReason.NoTime => "no time",
        LeftOutReason.BeforeStart => "before t0",
        LeftOutReason.BeyondMaxTime => "beyond max-time",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>For example <c>mtime</c>.</summary>
    public static string ToText(this TimeSourceKind kind) => kind switch
    {
        TimeSourceKind.FileTime => "mtime",
        TimeSourceKind.Name => "name",
        TimeSourceKind.File => "file",
        TimeSourceKind.Bucket => "bucket",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}
