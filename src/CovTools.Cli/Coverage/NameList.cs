using System.Text;
using System.Text.RegularExpressions;

namespace CovTools.Cli.Coverage;

/// <summary>
/// Names of functions from files of <c>-name-allowlist</c>: under <c>[llvmcov]</c>, or under no heading, lines <c>allowlist_fun:NAME</c> (release 13 and before also whitelist_fun),
/// where <c>*</c>, <c>?</c> and <c>[…]</c> stand for other text (llvm/lib/Support/SpecialCaseList.cpp).
/// </summary>
internal sealed class NameList
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly string[] s_prefixes = ["allowlist_fun:", "whitelist_fun:"];

    private readonly List<Regex> _patterns = [];

    /// <summary>Reads the files.</summary>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UsageException">A line is malformed.</exception>
    public static NameList Read(IEnumerable<string> files)
    {
        var list = new NameList();
        foreach (var file in files)
        {
            list.Add(file);
        }

        return list;
    }

    /// <summary>The name is listed.</summary>
    public bool Contains(string name) => _patterns.Exists(pattern => pattern.IsMatch(name));

    private void Add(string file)
    {
        var isOurs = true;
        var number = 0;
        foreach (var line in File.ReadLines(file).Select(text => text.Trim()))
        {
            number++;
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                isOurs = line[^1] == ']' ? Glob(line[1..^1]).IsMatch("llvmcov") : throw new UsageException($"{file}:{number}: a section needs a ] at its end");
                continue;
            }

            if (!line.Contains(':', StringComparison.Ordinal))
            {
                throw new UsageException($"{file}:{number}: '{line}' is not of the form KIND:NAME");
            }

            if (isOurs && Array.Find(s_prefixes, prefix => line.StartsWith(prefix, StringComparison.Ordinal)) is { } found)
            {
                _patterns.Add(Glob(line[found.Length..].Split('=')[0]));
            }
        }
    }

    private static Regex Glob(string glob)
    {
        var text = new StringBuilder("\\A(?:");
        for (var i = 0; i < glob.Length; i++)
        {
            var end = glob[i] == '[' ? glob.IndexOf(']', Math.Min(i + 2, glob.Length - 1)) : -1;
            if (end > i)
            {
                var members = glob[(i + 1)..end];
                var isNegated = members[0] is '^' or '!';
                text.Append(isNegated ? "[^" : "[").Append((isNegated ? members[1..] : members).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("[", "\\[", StringComparison.Ordinal)).Append(']');
                i = end;
                continue;
            }

            text.Append(glob[i] switch { '*' => ".*", '?' => ".", var other => Regex.Escape(other.ToString()) });
        }

        try
        {
            return new Regex(text.Append(")\\z").ToString(), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.Singleline, s_patience);
        }
        catch (ArgumentException exception)
        {
            throw new UsageException($"'{glob}' is not a pattern: {exception.Message}", exception);
        }
    }
}
