using System.Text;
using System.Text.RegularExpressions;

namespace CovTools.Coverage;

/// <summary>
/// A pattern over the components of a path. It matches when a run of whole components matches: <c>aten/src/ATen/native</c>
/// takes all files below such a directory wherever it is. <c>*</c> and <c>?</c> stay inside a component, <c>**</c> takes
/// any number of them. A leading slash ties the pattern to the start of the path. Upper and lower case differ.
/// </summary>
internal sealed class PathPattern
{
    private readonly Regex _regex;

    /// <exception cref="UsageException">There is nothing to match.</exception>
    public PathPattern(string pattern)
    {
        var trimmed = pattern.Replace('\\', '/').TrimEnd('/');
        var isAnchored = trimmed.StartsWith('/');
        var components = trimmed.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(static c => c != ".").ToArray();
        if (components.Length == 0)
        {
            throw new UsageException($"The source pattern '{pattern}' is empty.");
        }

        // No backtracking: whatever the pattern, the time is linear in the length of the path.
        _regex = new Regex(ToExpression(components, isAnchored), RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
    }

    /// <param name="path">A path with <c>/</c> between components.</param>
    public bool Matches(string path) => _regex.IsMatch(path);

    private static string ToExpression(string[] components, bool isAnchored)
    {
        var expression = new StringBuilder(isAnchored ? "^/+" : "(?:^|/)");
        for (var i = 0; i < components.Length; i++)
        {
            var isLast = i == components.Length - 1;
            if (components[i] == "**")
            {
                expression.Append(isLast ? "[^/]+" : "(?:[^/]+/+)*");
                continue;
            }

            AppendComponent(expression, components[i]);
            expression.Append(isLast ? string.Empty : "/+");
        }

        return expression.Append("(?:/|\\z)").ToString();
    }

    private static void AppendComponent(StringBuilder expression, string component)
    {
        foreach (var character in component)
        {
            expression.Append(character switch
            {
                '*' => "[^/]*",
                '?' => "[^/]",
                _ => Regex.Escape(character.ToString()),
            });
        }
    }
}
