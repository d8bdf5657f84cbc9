using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace CovTools.Libraries;

/// <summary>Reads the values of a library file, and says of a wrong one where it stands.</summary>
internal ref struct LibraryJson
{
    private const int MaxDepth = 8;

    private readonly string _file;
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public LibraryJson(string file, ReadOnlySpan<byte> json)
    {
        _file = file;
        _json = json;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
    }

    /// <summary>Steps into an object.</summary>
    public void BeginObject(string what)
    {
        Next();
        Expect(JsonTokenType.StartObject, what, "an object");
    }

    /// <summary>The next property of the object; null at its end.</summary>
    public string? NextProperty()
    {
        Next();
        return _reader.TokenType == JsonTokenType.EndObject ? null : Text();
    }

    /// <summary>Makes sure that nothing follows the object.</summary>
    public void End()
    {
        try
        {
            _reader.Read();
        }
        catch (JsonException exception)
        {
            throw SyntaxError(exception);
        }
    }

    public string ReadString(string what)
    {
        Next();
        Expect(JsonTokenType.String, what, "a string");
        return Text();
    }

    public decimal ReadNumber(string what)
    {
        Next();
        Expect(JsonTokenType.Number, what, "a number");
        return _reader.TryGetDecimal(out var value) ? value : throw Error($"'{what}' is too large");
    }

    /// <summary>A list of strings, each of which must pass a check.</summary>
    /// <param name="what">The property.</param>
    /// <param name="check">Says what is wrong with an element; null when nothing is.</param>
    public ImmutableArray<string> ReadStrings(string what, Func<string, string?>? check = null)
    {
        Next();
        Expect(JsonTokenType.StartArray, what, "a list of strings");
        var values = ImmutableArray.CreateBuilder<string>();
        for (Next(); _reader.TokenType != JsonTokenType.EndArray; Next())
        {
            Expect(JsonTokenType.String, $"{what}[{values.Count}]", "a string");
            values.Add(Checked(Text(), check));
        }

        return values.ToImmutable();
    }

    /// <summary>An object whose values are strings.</summary>
    public ImmutableSortedDictionary<string, string> ReadPairs(string what, Func<string, string?> checkName)
    {
        BeginObject(what);
        var pairs = LibraryFile.NoPairs.ToBuilder();
        while (NextProperty() is { } name)
        {
            if (pairs.ContainsKey(Checked(name, checkName)))
            {
                throw Error($"'{what}.{name}' is there twice");
            }

            pairs[name] = ReadString($"{what}.{name}");
        }

        return pairs.ToImmutable();
    }

    /// <summary>A list of objects.</summary>
    /// <returns>Whether another one follows; it has been stepped into.</returns>
    public bool NextObjectInList(string what, bool isFirst)
    {
        Next();
        if (isFirst)
        {
            Expect(JsonTokenType.StartArray, what, "a list of objects");
            Next();
        }

        if (_reader.TokenType == JsonTokenType.EndArray)
        {
            return false;
        }

        Expect(JsonTokenType.StartObject, $"an element of {what}", "an object");
        return true;
    }

    /// <summary>An error at the last token.</summary>
    public readonly MalformedDataException Error(string reason) => ErrorAt(_reader.TokenStartIndex, reason);

    private readonly string Checked(string value, Func<string, string?>? check) => check?.Invoke(value) is { } wrong ? throw Error(wrong) : value;

    private readonly void Expect(JsonTokenType type, string what, string description)
    {
        if (_reader.TokenType != type)
        {
            throw Error($"'{what}' must be {description}, found {KindOf(_reader.TokenType)}");
        }
    }

    private void Next()
    {
        try
        {
            if (!_reader.Read())
            {
                throw ErrorAt(_json.Length, "the file ends too early");
            }
        }
        catch (JsonException exception)
        {
            throw SyntaxError(exception);
        }
    }

    private readonly string Text()
    {
        try
        {
            return _reader.GetString()!; // property names and strings are never null
        }
        catch (InvalidOperationException exception)
        {
            throw new MalformedDataException(_file, _reader.TokenStartIndex, $"{Place(_reader.TokenStartIndex)}: not valid text: {exception.Message}", exception);
        }
    }

    private readonly MalformedDataException SyntaxError(JsonException exception)
    {
        var message = exception.Message;
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var offset = Math.Min(_json.Length, _reader.BytesConsumed);
        var lines = exception.LineNumber ?? 0;
        var start = 0;
        for (; lines > 0 && _json[start..].IndexOf((byte)'\n') is >= 0 and var length; lines--)
        {
            start += length + 1;
        }

        offset = exception.BytePositionInLine is { } column ? Math.Min(_json.Length, start + column) : offset;
        return new MalformedDataException(_file, offset, $"{Place(offset)}: not valid JSON: {(end < 0 ? message : message[..end])}", exception);
    }

    private readonly MalformedDataException ErrorAt(long offset, string reason) => new(_file, offset, $"{Place(offset)}: {reason}");

    private readonly string Place(long offset)
    {
        var before = _json[..(int)Math.Min(offset, _json.Length)];
        var line = before.Count((byte)'\n') + 1;
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return $"line {line}, column {Encoding.UTF8.GetCharCount(before[lineStart..]) + 1}";
    }

    private static string KindOf(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.Null => "null",
        _ => type.ToString(),
    };
}
