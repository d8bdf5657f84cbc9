using System.Collections.Immutable;

namespace CovTools.Libraries;

/// <summary>Reads library files.</summary>
internal static class LibraryReader
{
    private const decimal LongestTimeout = 1_000_000m;

    /// <summary>The properties that a library file may have.</summary>
    public static readonly string[] Properties =
    [
        "schema", "name", "version", "image", "build", "modules", "inject", "pythonPath", "python", "environment", "source", "pathMaps", "command",
        "pattern", "outOfMemory", "timeout",
    ];

    /// <summary>Reads a file's bytes; marks such as <c>{version}</c> stay in.</summary>
    /// <exception cref="MalformedDataException">It breaks the format; the message has line, column and reason.</exception>
    public static LibraryFile Read(string file, ReadOnlySpan<byte> json)
    {
        ReadOnlySpan<byte> byteOrderMark = [0xEF, 0xBB, 0xBF];
        var reader = new LibraryJson(file, json.StartsWith(byteOrderMark) ? json[byteOrderMark.Length..] : json);
        var library = new LibraryFile { Name = "" };
        var seen = new HashSet<string>(StringComparer.Ordinal);
        reader.BeginObject("the file");
        while (reader.NextProperty() is { } property)
        {
            if (!seen.Add(property))
            {
                throw reader.Error($"'{property}' is there twice");
            }

            library = ReadProperty(ref reader, property, library);
        }

        foreach (var required in (string[])["schema", "name"])
        {
            if (!seen.Contains(required))
            {
                throw reader.Error($"'{required}' is missing");
            }
        }

        CheckWhole(reader, library);
        reader.End();
        return library;
    }

    private static LibraryFile ReadProperty(ref LibraryJson reader, string property, LibraryFile library)
    {
        switch (property)
        {
            case "schema":
                var schema = reader.ReadNumber(property);
                return schema == LibraryFile.Schema ? library : throw reader.Error($"schema {schema} is not known; this tool reads schema {LibraryFile.Schema}");
            case "name":
                return library with { Name = Check(ref reader, property, LibraryRules.Name) };
            case "version":
                return library with { Version = Check(ref reader, property, LibraryRules.NotEmpty) };
            case "image":
                return library with { Image = Check(ref reader, property, text => LibraryRules.Template(text, LibraryTemplate.VersionMark)) };
            case "build":
                return library with { Build = Check(ref reader, property, text => LibraryRules.Template(text, LibraryTemplate.VersionMark, LibraryTemplate.ImageMark)) };
            case "modules":
                return library with { Modules = reader.ReadStrings(property, LibraryRules.Module) };
            case "inject":
                return library with { Inject = ReadInject(ref reader, property) };
            case "pythonPath":
                return library with { PythonPath = reader.ReadStrings(property, LibraryRules.NotEmpty) };
            case "python":
                return library with { Python = Check(ref reader, property, LibraryRules.NotEmpty) };
            case "environment":
                return library with { Environment = reader.ReadPairs(property, LibraryRules.Variable) };
            case "source":
                return library with { Source = ReadSource(ref reader, property) };
            case "pathMaps":
                return library with { PathMaps = ReadPathMaps(ref reader, property) };
            case "command":
                return library with { Command = reader.ReadStrings(property, LibraryRules.NotEmpty) };
            case "pattern":
                return library with { Pattern = Check(ref reader, property, LibraryRules.Glob) };
            case "outOfMemory":
                return library with { OutOfMemory = reader.ReadStrings(property, LibraryRules.Regex) };
            case "timeout":
                return library with { Timeout = ReadTimeout(ref reader, property) };
            default:
                throw reader.Error($"unknown property '{property}'{NearMatch.Hint(property, Properties)}; known are {string.Join(", ", Properties)}");
        }
    }

    private static string Check(ref LibraryJson reader, string property, Func<string, string?> rule)
    {
        var text = reader.ReadString(property);
        return rule(text) is { } wrong ? throw reader.Error($"'{property}': {wrong}") : text;
    }

    private static ImmutableSortedDictionary<string, string> ReadInject(ref LibraryJson reader, string property)
    {
        var pairs = reader.ReadPairs(property, LibraryRules.Identifier);
        foreach (var module in pairs.Values)
        {
            if (LibraryRules.Module(module) is { } wrong)
            {
                throw reader.Error($"'{property}': {wrong}");
            }
        }

        return pairs;
    }

    private static TimeSpan ReadTimeout(ref LibraryJson reader, string property)
    {
        var seconds = reader.ReadNumber(property);
        return seconds is >= 0.001m and <= LongestTimeout
            ? new TimeSpan((long)(seconds * TimeSpan.TicksPerSecond))
            : throw reader.Error($"'{property}' must be between 0.001 and {LongestTimeout} seconds");
    }

    private static SourceFilter ReadSource(ref LibraryJson reader, string property)
    {
        ImmutableArray<string>? include = null;
        ImmutableArray<string>? exclude = null;
        reader.BeginObject(property);
        while (reader.NextProperty() is { } name)
        {
            switch (name)
            {
                case "include" when include is null:
                    include = reader.ReadStrings($"{property}.{name}", LibraryRules.Glob);
                    break;
                case "exclude" when exclude is null:
                    exclude = reader.ReadStrings($"{property}.{name}", LibraryRules.Glob);
                    break;
                default:
                    throw reader.Error($"'{property}.{name}' is not known or there twice; known are include, exclude");
            }
        }

        return new SourceFilter(include ?? [], exclude ?? []);
    }

    private static ImmutableArray<PathMap> ReadPathMaps(ref LibraryJson reader, string property)
    {
        var maps = ImmutableArray.CreateBuilder<PathMap>();
        while (reader.NextObjectInList(property, isFirst: maps.Count == 0))
        {
            string? from = null;
            string? to = null;
            while (reader.NextProperty() is { } name)
            {
                switch (name)
                {
                    case "from" when from is null:
                        from = Check(ref reader, name, text => LibraryRules.NotEmpty(text.Trim('/')) ?? LibraryRules.Glob("/" + text.Trim('/')));
                        break;
                    case "to" when to is null:
                        to = reader.ReadString(name);
                        break;
                    default:
                        throw reader.Error($"'{property}: {name}' is not known or there twice; known are from, to");
                }
            }

            maps.Add(new PathMap(from ?? throw reader.Error($"'{property}': 'from' is missing"), to ?? throw reader.Error($"'{property}': 'to' is missing")));
        }

        return maps.ToImmutable();
    }

    private static void CheckWhole(LibraryJson reader, LibraryFile library)
    {
        if (library.Modules.IsEmpty == library.Command.IsEmpty)
        {
            throw reader.Error(library.Command.IsEmpty ? "either 'modules' or 'command' must be there" : "'modules' and 'command' exclude each other");
        }

        if (!library.Command.IsEmpty && !library.Command.Any(argument => argument.Contains(LibraryTemplate.ScriptMark, StringComparison.Ordinal)))
        {
            throw reader.Error($"'command' has no place for the input ({LibraryTemplate.ScriptMark})");
        }

        if (!library.Command.IsEmpty && !library.Inject.IsEmpty)
        {
            throw reader.Error("'inject' is for Python modules, not for a command");
        }
    }
}
