using System.Globalization;
using System.Text;

namespace CovTools.Cli.Coverage;

/// <summary>Bracket expressions of POSIX regular expressions: <c>[]a-z[:digit:]_]</c>. A backslash is a character like any other.</summary>
/// <param name="pattern">The whole expression.</param>
internal sealed class PosixBracket(string pattern)
{
    private static readonly Dictionary<string, string> s_classes = new(StringComparer.Ordinal)
    {
        ["alnum"] = "0-9A-Za-z",
        ["alpha"] = "A-Za-z",
        ["blank"] = " \\t",
        ["cntrl"] = "\\u0000-\\u001f\\u007f",
        ["digit"] = "0-9",
        ["graph"] = "!-~",
        ["lower"] = "a-z",
        ["print"] = " -~",
        ["punct"] = "!-/:-@\\u005b-`{-~",
        ["space"] = "\\t\\n\\v\\f\\r ",
        ["upper"] = "A-Z",
        ["xdigit"] = "0-9A-Fa-f",
    };

    /// <summary>Translates what stands behind a <c>[</c>.</summary>
    /// <param name="position">Behind the <c>[</c>; afterwards behind its <c>]</c>.</param>
    /// <param name="result">Where to append.</param>
    /// <exception cref="FormatException">The bracket is malformed.</exception>
    public void Translate(ref int position, StringBuilder result)
    {
        var isNegated = At(position) == '^';
        if (isNegated)
        {
            position++;
        }

        result.Append(isNegated ? "[^" : "[");
        for (var isFirst = true; isFirst || At(position) != ']'; isFirst = false)
        {
            if (At(position) == '[' && At(position + 1) == ':')
            {
                result.Append(Class(ref position));
                continue;
            }

            var from = Element(ref position, isFirst);
            var to = from;
            if (At(position) == '-' && At(position + 1) != ']')
            {
                position++;
                to = Element(ref position, mayBeBracket: false);
            }

            if (to < from)
            {
                throw new FormatException($"the range {from}-{to} is empty");
            }

            result.Append(CultureInfo.InvariantCulture, $"\\u{(int)from:x4}-\\u{(int)to:x4}");
        }

        position++;
        result.Append(']');
    }

    private char At(int position) => position < pattern.Length ? pattern[position] : throw new FormatException("a [ is not closed");

    private string Class(ref int position)
    {
        var name = Named(ref position, ':');
        return s_classes.TryGetValue(name, out var members) ? members : throw new FormatException($"there is no class [:{name}:]");
    }

    private char Element(ref int position, bool mayBeBracket)
    {
        var character = At(position);
        if (character == '[' && At(position + 1) is ('.' or '='))
        {
            var name = Named(ref position, At(position + 1));
            return name.Length == 1 ? name[0] : throw new FormatException($"there is no character named '{name}'");
        }

        if (character == '-' && !mayBeBracket && At(position + 1) != ']')
        {
            throw new FormatException("a - stands where a range would start");
        }

        position++;
        return character;
    }

    /// <summary>What stands between <c>[:</c> and <c>:]</c>, or another mark.</summary>
    private string Named(ref int position, char mark)
    {
        var end = pattern.IndexOf($"{mark}]", position + 2, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new FormatException($"a [{mark} is not closed");
        }

        var name = pattern[(position + 2)..end];
        position = end + 2;
        return name;
    }
}
