using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>Reads the values of a record of a text profile, and remembers the names that they have there (TextInstrProfReader::readValueProfileData).</summary>
internal sealed class TextValues
{
    private readonly List<ReadOnlyMemory<byte>> _functions = [];
    private readonly List<ReadOnlyMemory<byte>> _virtualTables = [];
    private readonly HashSet<ulong> _known = [];

    /// <summary>How a value without a name is written.</summary>
    public static ReadOnlySpan<byte> External => "** External Symbol **"u8;

    public IReadOnlyList<ReadOnlyMemory<byte>> Functions => _functions;

    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTables => _virtualTables;

    /// <summary>Reads values when the current line is a number; null when it is none.</summary>
    public ValueProfile? Read(TextLines lines)
    {
        if (lines.AtEnd || !TextNumber.TryParseDecimal(lines.Current.Span, uint.MaxValue, out var count))
        {
            return null;
        }

        if (count is 0 or > ValueProfile.KindCount)
        {
            throw lines.Malformed("number of value kinds is invalid");
        }

        lines.Advance();
        var kinds = new List<IReadOnlyList<ValueCount>>[] { [], [], [] };
        for (var i = 0UL; i < count; i++)
        {
            var kind = Take(lines, "value kind");
            if (kind >= ValueProfile.KindCount)
            {
                throw lines.Malformed("the value kind before this line is invalid");
            }

            var sites = Take(lines, "number of value sites");
            for (var site = 0UL; site < sites; site++)
            {
                kinds[kind].Add(ReadSite(lines, (ValueKind)kind));
            }
        }

        return new ValueProfile(kinds[0], kinds[1], kinds[2]);
    }

    private ValueCount[] ReadSite(TextLines lines, ValueKind kind)
    {
        var count = Take(lines, "number of values");
        var values = new List<ValueCount>();
        for (var i = 0UL; i < count; i++)
        {
            values.Add(ReadValue(lines, kind));
            lines.Advance();
        }

        return [.. values];
    }

    private ValueCount ReadValue(TextLines lines, ValueKind kind)
    {
        var line = lines.Current;
        var split = line.Span.LastIndexOf((byte)':');
        if (split < 0 || !TextNumber.TryParseDecimal(line.Span[(split + 1)..], ulong.MaxValue, out var count))
        {
            throw lines.Malformed("this is no value, a colon and a count");
        }

        var text = line[..split];
        if (kind != ValueKind.MemoryOperationSize)
        {
            return new ValueCount(Name(lines, text, kind), count);
        }

        return TextNumber.TryParseDecimal(text.Span, ulong.MaxValue, out var value)
            ? new ValueCount(value, count)
            : throw lines.Malformed("the value is not a valid integer");
    }

    private ulong Name(TextLines lines, ReadOnlyMemory<byte> name, ValueKind kind)
    {
        if (name.Span.SequenceEqual(External))
        {
            return 0;
        }

        if (name.IsEmpty)
        {
            throw lines.Malformed("the name of a value is empty");
        }

        var hash = NameHash.Compute(name.Span);
        if (_known.Add(hash))
        {
            (kind == ValueKind.VirtualTableTarget ? _virtualTables : _functions).Add(name);
        }

        return hash;
    }

    private static ulong Take(TextLines lines, string what)
    {
        if (!TextNumber.TryParseDecimal(lines.Current.Span, uint.MaxValue, out var value))
        {
            throw lines.Malformed($"{what} is not a valid integer");
        }

        lines.Advance();
        return value;
    }
}
