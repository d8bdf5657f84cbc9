using System.Text;
using System.Text.Json;

namespace CovTools.Corpus;

/// <summary>The times of scripts, read from a CSV or JSON Lines file; docs/corpus.md describes both.</summary>
internal sealed class TimeTable
{
    private const int LineLimit = 256 * 1024;
    private const string PathColumn = "path";
    private const string TimeColumn = "time";
    private static readonly string[] s_startColumns = ["t0", "group_start"];

    private readonly Dictionary<string, TimeTableEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _root;
    private int _line = 1;

    private TimeTable(string file, string root)
    {
        File = file;
        _root = root;
    }

    /// <summary>The file, as the user named it.</summary>
    public string File { get; }

    /// <summary>Number of scripts that it has times for.</summary>
    public int Count => _entries.Count;

    /// <summary>Reads a file.</summary>
    /// <param name="file">CSV with a header, or JSON Lines when its first character is a brace.</param>
    /// <param name="root">The corpus, so that absolute paths in the file can be understood.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="UsageException">The file does not exist or must not be read.</exception>
    /// <exception cref="MalformedDataException">A line is wrong; the message has its number.</exception>
    public static TimeTable Load(string file, string root, CancellationToken cancellationToken)
    {
        var table = new TimeTable(file, root);
        try
        {
            using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
            while (reader.Peek() is ' ' or '\t' or '\r' or '\n')
            {
                table._line += reader.Read() == '\n' ? 1 : 0;
            }

            if (reader.Peek() == '{')
            {
                table.ReadJsonLines(reader, cancellationToken);
            }
            else
            {
                table.ReadCsv(reader, cancellationToken);
            }
        }
        catch (DecoderFallbackException exception)
        {
            throw new MalformedDataException(file, -1, $"at or after line {table._line}: not valid UTF-8", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--time-from: cannot read '{file}': {exception.Message}", exception);
        }

        return table;
    }

    /// <summary>What the file says about a script.</summary>
    public bool TryGet(string path, out TimeTableEntry entry) => _entries.TryGetValue(path, out entry);

    /// <summary>An exception that names a line of this file.</summary>
    public MalformedDataException Error(string reason, int line) => new(File, -1, $"line {line}: {reason}");

    private void ReadCsv(TextReader reader, CancellationToken cancellationToken)
    {
        var csv = new CsvReader(reader, File, _line);
        var header = csv.Read()?.ConvertAll(name => name.Trim().ToLowerInvariant()) ?? throw Error("the file is empty", 1);
        var path = header.IndexOf(PathColumn);
        var time = header.IndexOf(TimeColumn);
        var start = header.FindIndex(name => Array.IndexOf(s_startColumns, name) >= 0);
        if (path < 0 || time < 0)
        {
            throw Error($"the header has no column '{(path < 0 ? PathColumn : TimeColumn)}'; it must name path and time, and may name t0", csv.Line);
        }

        while (csv.Read() is { } row)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _line = csv.Line;
            if (row.Count != header.Count)
            {
                throw Error($"{row.Count} fields where the header has {header.Count}", _line);
            }

            Add(row[path], row[time], start < 0 || row[start].Length == 0 ? null : row[start]);
        }
    }

    private void ReadJsonLines(TextReader reader, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        for (; reader.Peek() >= 0; _line++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            text.Clear();
            for (var character = reader.Read(); character >= 0 && character != '\n'; character = reader.Read())
            {
                if (text.Length >= LineLimit)
                {
                    throw Error($"longer than {LineLimit} characters", _line);
                }

                text.Append((char)character);
            }

            var line = text.ToString();
            if (!string.IsNullOrWhiteSpace(line))
            {
                AddJson(line);
            }
        }
    }

    private void AddJson(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw Error("not a JSON object", _line);
            }

            if (!root.TryGetProperty(PathColumn, out var path) || path.ValueKind != JsonValueKind.String)
            {
                throw Error($"'{PathColumn}' must be a string", _line);
            }

            var start = Array.Find(s_startColumns, name => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null);
            Add(path.GetString()!, InstantOf(root, TimeColumn), start is null ? null : InstantOf(root, start)); // the kind was checked
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half of a surrogate pair.
            throw Error($"not valid JSON: {exception.Message}", _line);
        }
    }

    private string InstantOf(JsonElement root, string name)
    {
        var kind = root.TryGetProperty(name, out var value) ? value.ValueKind : JsonValueKind.Undefined;
        return kind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString()!, // the kind was checked
            _ => throw Error($"'{name}' must be a number of seconds or an ISO 8601 instant", _line),
        };
    }

    private void Add(string path, string time, string? start)
    {
        var entry = new TimeTableEntry(ParseInstant(TimeColumn, time), start is null ? ScriptFile.NoTime : ParseInstant("t0", start), _line);
        var relative = Relative(path);
        if (!_entries.TryAdd(relative, entry) && _entries[relative] is var other && (other.Time, other.Start) != (entry.Time, entry.Start))
        {
            throw Error($"'{path}' has another time here than on line {other.Line}", _line);
        }
    }

    private long ParseInstant(string name, string text)
    {
        return Seconds.TryParseInstant(text, out var ticks)
            ? ticks
            : throw Error($"{name}: '{text}' is neither seconds since 1970 (at most {Seconds.Largest}; no milliseconds) nor an ISO 8601 instant", _line);
    }

    private string Relative(string path)
    {
        if (path.StartsWith(_root, StringComparison.Ordinal) && path.Length > _root.Length && path[_root.Length] == '/')
        {
            return path[(_root.Length + 1)..];
        }

        return path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;
    }
}
