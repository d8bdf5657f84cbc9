namespace CovTools.Reports;

/// <summary>About how wide text is in a common sans-serif font of 11 pixels. The picture states it, so that other fonts are fitted to it.</summary>
internal static class TextWidth
{
    private const string Narrow = " .,:;'|!ijlI()[]{}ft/";
    private const string Wide = "mwMW%@";
    private const double NarrowWidth = 4;
    private const double UsualWidth = 7;
    private const double WideWidth = 11;

    /// <summary>Width in pixels.</summary>
    public static int Of(string text)
    {
        var width = 0.0;
        foreach (var character in text)
        {
            width += Narrow.Contains(character, StringComparison.Ordinal) ? NarrowWidth : Wide.Contains(character, StringComparison.Ordinal) || character > '\u2000' ? WideWidth : UsualWidth;
        }

        return (int)Math.Ceiling(width);
    }
}
