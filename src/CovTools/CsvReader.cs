using System.Text;

namespace CovTools;

/// <summary>Reads comma-separated values (RFC 4180) row by row: quoted fields may hold commas, quotes and line ends.</summary>
/// <param name="reader">The text.</param>
/// <param name="file">Its name, for messages.</param>
/// <param name="firstLine">The number of the line that the text begins with.</param>
internal sealed class CsvReader(TextReader reader, string file, int firstLine = 1)
{
    private const int FieldLimit = 64 * 1024;
    private const int RowLimit = 256;

    private readonly StringBuilder _field = new();
    private int _line = firstLine;

    /// <summary>The line on which the last row began; the first is 1.</summary>
    public int Line { get; private set; }

    /// <summary>The next row that is not an empty line; null at the end.</summary>
    /// <exception cref="MalformedDataException">A quote is missing or misplaced, or a field or row is too long.</exception>
    public List<string>? Read()
    {
        while (reader.Peek() >= 0)
        {
            Line = _line;
            var row = ReadRow();
            if (row.Count > 1 || row[0].Length > 0)
            {
                return row;
            }
        }

        return null;
    }

    /// <summary>An exception that names a line of this file.</summary>
    public MalformedDataException Error(string reason, int line) => new(file, -1, $"line {line}: {reason}");

    private List<string> ReadRow()
    {
        var row = new List<string>();
        bool more;
        do
        {
            row.Add(reader.Peek() == '"' ? ReadQuoted() : ReadPlain());
            if (row.Count > RowLimit)
            {
                throw Error($"more than {RowLimit} fields", Line);
            }

            more = EndField();
        }
        while (more);
        return row;
    }

    private string ReadPlain()
    {
        _field.Clear();
        while (reader.Peek() is >= 0 and not (',' or '\n' or '\r'))
        {
            Append((char)reader.Read());
            if (_field[^1] == '"')
            {
                throw Error("a quote within a field that does not begin with one", _line);
            }
        }

        return _field.ToString();
    }

    private string ReadQuoted()
    {
        _field.Clear();
        reader.Read();
        while (true)
        {
            var character = reader.Read();
            if (character < 0)
            {
                throw Error("the quote that begins a field is never closed", Line);
            }

            if (character == '"')
            {
                if (reader.Peek() != '"')
                {
                    return _field.ToString();
                }

                reader.Read();
            }

            _line += character == '\n' ? 1 : 0;
            Append((char)character);
        }
    }

    /// <summary>Consumes what ends a field; returns whether another follows in this row.</summary>
    private bool EndField()
    {
        var character = reader.Read();
        if (character == '\r' && reader.Peek() == '\n')
        {
            character = reader.Read();
        }

        switch (character)
        {
            case ',':
                return true;
            case '\n' or '\r':
                _line++;
                return false;
            case < 0:
                return false;
            default:
                throw Error("text after the quote that ends a field", _line);
        }
    }

    private void Append(char character)
    {
        if (_field.Length >= FieldLimit)
        {
            throw Error($"a field of more than {FieldLimit} characters", Line);
        }

        _field.Append(character);
    }
}
