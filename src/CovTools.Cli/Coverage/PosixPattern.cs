using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace CovTools.Cli.Coverage;

/// <summary>
/// A POSIX extended regular expression as llvm::Regex reads it (llvm/lib/Support/regcomp.c), found anywhere in a text. In LLVM's dialect a backslash makes any character but a
/// digit literal (<c>\d</c> is the letter d), and there are no lazy or possessive repetitions. Matching takes time linear in the text, but for back references.
/// </summary>
internal sealed class PosixPattern
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private readonly string _pattern;
    private readonly string _option;
    private readonly Regex _regex;

    private PosixPattern(string option, string pattern, Regex regex)
    {
        _option = option;
        _pattern = pattern;
        _regex = regex;
    }

    /// <summary>Reads an expression.</summary>
    /// <param name="option">The option that it is the value of, for messages.</param>
    /// <param name="pattern">The expression.</param>
    /// <exception cref="UsageException">It is no POSIX extended regular expression.</exception>
    public static PosixPattern Parse(string option, string pattern)
    {
        try
        {
            var translated = new PosixTranslator(pattern).Translate();
            const RegexOptions Common = RegexOptions.CultureInvariant | RegexOptions.Singleline;
            return new PosixPattern(option, pattern, new Regex(translated.Text, translated.HasBackReference ? Common : Common | RegexOptions.NonBacktracking, s_patience));
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"{option}: '{pattern}' is not a regular expression (POSIX extended, as llvm-cov reads them): {exception.Message}", exception);
        }
    }

    /// <summary>The expression matches a part of <paramref name="text"/>.</summary>
    /// <exception cref="UsageException">Matching takes too long.</exception>
    public bool IsMatch(string text)
    {
        try
        {
            return _regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException exception)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{_option}: '{_pattern}' takes more than {s_patience.TotalSeconds} s to match '{Shorten(text)}'"), exception);
        }
    }

    private static string Shorten(string text) => text.Length <= 200 ? text : new StringBuilder(text, 0, 200, 201).Append('…').ToString();
}
