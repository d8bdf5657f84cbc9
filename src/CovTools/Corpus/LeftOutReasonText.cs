namespace CovTools.Corpus;

/// <summary>The words for <see cref="LeftOutReason"/> that people and documents see.</summary>
public static class LeftOutReasonText
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
}
