using System.Text;
using System.Text.RegularExpressions;

namespace CovTools.Libraries;

/// <summary>Fills in what a library file leaves open: <c>{version}</c>, <c>{image}</c> and <c>${VARIABLE}</c>.</summary>
internal static class LibraryTemplate
{
    public const string VersionMark = "{version}";
    public const string ImageMark = "{image}";
    public const string ScriptMark = "{script}";

    /// <summary>Puts the version into every text that has a place for it.</summary>
    /// <param name="library">As read.</param>
    /// <param name="version">Instead of the file's own version; null: that one.</param>
    /// <exception cref="UsageException">The version is no version, or there is no place for it, or none is given and a text needs one.</exception>
    public static LibraryFile WithVersion(LibraryFile library, string? version)
    {
        var isUsed = Texts(library).Any(text => text.Contains(VersionMark, StringComparison.Ordinal));
        if (version is not null && !isUsed)
        {
            throw new UsageException($"--library-version: the library '{library.Name}' has no place for a version; --image chooses another image");
        }

        var chosen = version ?? library.Version;
        if (isUsed && chosen is null)
        {
            throw new UsageException($"the library '{library.Name}' needs a version (--library-version)");
        }

        if (chosen is not null && !IsVersion(chosen))
        {
            throw new UsageException($"'{chosen}' is not a version: letters, digits, '.', '_', '-', '+' only");
        }

        string Fill(string text) => text.Replace(VersionMark, chosen, StringComparison.Ordinal);
        var image = library.Image is { } template ? Fill(template) : null;
        return library with
        {
            Version = chosen,
            Image = image,
            Build = library.Build is { } build ? Fill(build).Replace(ImageMark, image, StringComparison.Ordinal) : null,
            PythonPath = [.. library.PythonPath.Select(Fill)],
            Python = Fill(library.Python),
            Command = [.. library.Command.Select(Fill)],
            PathMaps = [.. library.PathMaps.Select(map => new PathMap(map.From, Fill(map.To)))],
        };
    }

    public static string ExpandVariables(LibraryFile library, string text, Func<string, string?> variable)
    {
        var result = new StringBuilder();
        var position = 0;
        while (text.IndexOf("${", position, StringComparison.Ordinal) is >= 0 and var start && text.IndexOf('}', start) is >= 0 and var end)
        {
            var name = text[(start + 2)..end];
            var value = variable(name) ?? throw new EnvironmentIncompleteException(
                $"the library '{library.Name}' needs the environment variable {name} (it says '{text}'), which is not set; set it, or give the path on the command line");
            result.Append(text, position, start - position).Append(value);
            position = end + 1;
        }

        return result.Append(text, position, text.Length - position).ToString();
    }

    /// <summary>An expression that cannot take for ever.</summary>
    /// <exception cref="ArgumentException">It is invalid, or needs look-around or back references.</exception>
    public static Regex MakeRegex(string expression)
    {
        try
        {
            return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
    }

    private static bool IsVersion(string text) =>
        text.Length is > 0 and <= 128 && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-' or '+');

    private static IEnumerable<string> Texts(LibraryFile library) =>
        [library.Image ?? "", library.Build ?? "", library.Python, .. library.PythonPath, .. library.Command, .. library.PathMaps.Select(map => map.To)];
}
