using System.Text.RegularExpressions;

namespace CovTools.Corpus;

/// <summary>A regular expression of the user's that cannot take for ever: linear where its syntax allows, else with a time limit.</summary>
internal sealed class SafeRegex
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    private readonly Regex _regex;
    private readonly string _option;

    private SafeRegex(Regex regex, string option)
    {
        _regex = regex;
        _option = option;
    }

    /// <summary>The expression as it was written.</summary>
    public string Text => _regex.ToString();

    /// <summary>Whether it has a capturing group.</summary>
    public bool HasGroup => _regex.GetGroupNumbers().Length > 1;

    /// <summary>Reads an expression.</summary>
    /// <exception cref="UsageException">It is not valid; the message names <paramref name="option"/>.</exception>
    public static SafeRegex Parse(string text, string option)
    {
        const RegexOptions Options = RegexOptions.CultureInvariant;
        try
        {
            return new SafeRegex(new Regex(text, Options | RegexOptions.NonBacktracking, s_limit), option);
        }
        catch (NotSupportedException)
        {
            // Look-around and back references need backtracking.
            return new SafeRegex(new Regex(text, Options, s_limit), option);
        }
        catch (RegexParseException exception)
        {
            var hint = text.Contains("(?P<", StringComparison.Ordinal) ? " (write a named group as (?<name>…))" : "";
            throw new UsageException($"{option}: invalid regular expression '{text}': {exception.Message}{hint}", exception);
        }
    }

    public bool IsMatch(string path)
    {
        try
        {
            return _regex.IsMatch(path);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooSlow(path, exception);
        }
    }

    public Match Match(string path)
    {
        try
        {
            return _regex.Match(path);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw TooSlow(path, exception);
        }
    }

    private UsageException TooSlow(string path, RegexMatchTimeoutException exception) =>
        new($"{_option}: matching '{Text}' against '{path}' takes longer than {s_limit.TotalSeconds} s; simplify the expression", exception);
}
