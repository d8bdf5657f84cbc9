using System.Globalization;
using System.Text;

namespace CovTools.Cli.Coverage;

/// <summary>Turns a POSIX extended regular expression into one of .NET, by the rules of llvm/lib/Support/regcomp.c. For one use.</summary>
/// <param name="pattern">The expression.</param>
internal sealed class PosixTranslator(string pattern)
{
    private const int LargestRepetition = 255;
    private const int DeepestNesting = 500;

    private readonly StringBuilder _result = new();
    private int _position;
    private int _groups;
    private int _closedGroups;
    private int _depth;
    private bool _hasBackReference;

    private bool More => _position < pattern.Length;

    private char Next => pattern[_position];

    /// <summary>Translates.</summary>
    /// <exception cref="FormatException">The expression is malformed; the message says how.</exception>
    public (string Text, bool HasBackReference) Translate()
    {
        if (pattern.Length == 0)
        {
            throw new FormatException("it is empty");
        }

        Alternatives(insideGroup: false);
        return (_result.ToString(), _hasBackReference);
    }

    private void Alternatives(bool insideGroup)
    {
        while (true)
        {
            var start = _position;
            while (More && Next != '|' && !(insideGroup && Next == ')'))
            {
                Piece();
            }

            if (_position == start)
            {
                throw new FormatException("an alternative is empty");
            }

            if (!More || Next != '|')
            {
                return;
            }

            _position++;
            _result.Append('|');
        }
    }

    private void Piece()
    {
        var isAnchor = Next == '^';
        Atom();
        if (!IsRepetition())
        {
            return;
        }

        if (isAnchor)
        {
            throw new FormatException("^ cannot be repeated");
        }

        Repetition();
        if (IsRepetition())
        {
            throw new FormatException("two repetitions follow one another");
        }
    }

    private void Atom()
    {
        var character = pattern[_position++];
        switch (character)
        {
            case '(':
                Group();
                break;
            case ')':
                throw new FormatException("a ) has no (");
            case '^':
                _result.Append("\\A");
                break;
            case '$':
                _result.Append("(?:\\z)");
                break;
            case '*' or '+' or '?':
                throw new FormatException($"there is nothing that {character} could repeat");
            case '{' when More && char.IsAsciiDigit(Next):
                throw new FormatException("there is nothing that { could repeat");
            case '.':
                _result.Append('.');
                break;
            case '[':
                new PosixBracket(pattern).Translate(ref _position, _result);
                break;
            case '\\':
                Escaped();
                break;
            default:
                Literal(character);
                break;
        }
    }

    private void Group()
    {
        if (++_depth > DeepestNesting)
        {
            throw new FormatException("groups are nested too deeply");
        }

        _groups++;
        _result.Append('(');
        if (More && Next != ')')
        {
            Alternatives(insideGroup: true);
        }

        if (!More)
        {
            throw new FormatException("a ( is not closed");
        }

        _position++;
        _closedGroups = _groups;
        _depth--;
        _result.Append(')');
    }

    private void Escaped()
    {
        if (!More)
        {
            throw new FormatException("it ends with \\");
        }

        var character = pattern[_position++];
        if (character is < '1' or > '9')
        {
            Literal(character);
            return;
        }

        if (character - '0' > _closedGroups)
        {
            throw new FormatException($"there is no group \\{character}");
        }

        _hasBackReference = true;
        _result.Append(CultureInfo.InvariantCulture, $"(?:\\{character})");
    }

    private bool IsRepetition() => More && (Next is '*' or '+' or '?' || (Next == '{' && _position + 1 < pattern.Length && char.IsAsciiDigit(pattern[_position + 1])));

    private void Repetition()
    {
        var character = pattern[_position++];
        if (character != '{')
        {
            _result.Append(character);
            return;
        }

        var least = Number();
        var greatest = least;
        var isOpen = false;
        if (More && Next == ',')
        {
            _position++;
            isOpen = !More || !char.IsAsciiDigit(Next);
            greatest = isOpen ? least : Number();
        }

        if (!More || Next != '}' || greatest < least)
        {
            throw new FormatException("a repetition in {} is malformed");
        }

        _position++;
        _result.Append(isOpen ? string.Create(CultureInfo.InvariantCulture, $"{{{least},}}") : string.Create(CultureInfo.InvariantCulture, $"{{{least},{greatest}}}"));
    }

    private int Number()
    {
        var value = 0;
        while (More && char.IsAsciiDigit(Next) && value <= LargestRepetition)
        {
            value = (value * 10) + (Next - '0');
            _position++;
        }

        return value <= LargestRepetition ? value : throw new FormatException($"a repetition is above {LargestRepetition}");
    }

    private void Literal(char character) => _result.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
}
