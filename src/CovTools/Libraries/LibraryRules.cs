namespace CovTools.Libraries;

/// <summary>What the single texts of a library file must look like; each rule says what is wrong, or null.</summary>
internal static class LibraryRules
{
    private const int NameLimit = 64;

    public static string? Name(string text) =>
        text.Length is > 0 and <= NameLimit && char.IsAsciiLetterOrDigit(text[0]) && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-')
            ? null
            : $"'{text}' is not a name: letters, digits, '.', '_' and '-', at most {NameLimit}";

    public static string? Module(string text) =>
        text.Split('.').All(IsIdentifier) ? null : $"'{text}' is not the name of a Python module";

    public static string? Identifier(string text) => IsIdentifier(text) ? null : $"'{text}' is not a Python name";

    public static string? Variable(string text) =>
        text.Length > 0 && !text.Contains('=', StringComparison.Ordinal) && !text.Contains('\0', StringComparison.Ordinal)
            ? null
            : $"'{text}' is not the name of an environment variable";

    public static string? NotEmpty(string text) => text.Length > 0 ? null : "an empty text is not allowed here";

    public static string? Glob(string text)
    {
        try
        {
            GlobPattern.Parse(text);
            return null;
        }
        catch (UsageException exception)
        {
            return exception.Message;
        }
    }

    public static string? Regex(string text)
    {
        try
        {
            LibraryTemplate.MakeRegex(text);
            return null;
        }
        catch (ArgumentException exception)
        {
            return $"invalid regular expression '{text}': {exception.Message}";
        }
    }

    /// <summary>A text may have places for these marks, and for nothing else in braces.</summary>
    public static string? Template(string text, params string[] marks)
    {
        var rest = marks.Aggregate(text, (left, mark) => left.Replace(mark, "", StringComparison.Ordinal));
        return rest.AsSpan().IndexOfAny('{', '}') < 0 ? NotEmpty(text) : $"'{text}' has braces that are none of {string.Join(", ", marks)}";
    }

    private static bool IsIdentifier(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(character => char.IsLetterOrDigit(character) || character == '_');
}
