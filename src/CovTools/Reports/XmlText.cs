using System.Xml;

namespace CovTools.Reports;

/// <summary>Text for XML 1.0, which cannot hold every character.</summary>
internal static class XmlText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The text with U+FFFD for what XML cannot hold: control characters and halves of surrogate pairs.</summary>
    public static string Valid(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsValidAt(text, i))
            {
                return Replace(text);
            }
        }

        return text;
    }

    private static string Replace(string text) => string.Create(text.Length, text, static (result, text) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            result[i] = IsValidAt(text, i) ? text[i] : Replacement;
        }
    });

    private static bool IsValidAt(string text, int index)
    {
        var character = text[index];
        return character switch
        {
            _ when char.IsHighSurrogate(character) => index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]),
            _ when char.IsLowSurrogate(character) => index > 0 && char.IsHighSurrogate(text[index - 1]),
            _ => XmlConvert.IsXmlChar(character),
        };
    }
}
