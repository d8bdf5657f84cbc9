using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>A text profile (.proftext; TextInstrProfReader in llvm/ProfileData/InstrProfReader.cpp). Errors name the line in their reason.</summary>
public sealed class TextProfileReader : IProfile
{
    private readonly TextLines _lines;
    private readonly TextValues _values = new();
    private bool _enumerated;

    /// <summary>Reads the file and its header lines.</summary>
    /// <param name="source">Is read once, as a whole; not needed afterwards.</param>
    /// <exception cref="MalformedDataException">A header line is not known, or the traces are damaged.</exception>
    public TextProfileReader(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _lines = new TextLines(source.Name, source.ReadBytes(0, (ulong)source.Length, "the text"));
        while (!_lines.AtEnd && _lines.Current.Span[0] == ':')
        {
            ReadHeaderLine();
            _lines.Advance();
        }
    }

    /// <inheritdoc/>
    public ProfileFlags Flags { get; private set; }

    /// <summary>A header line says that the profile comes from front-end instrumentation; llvm-profdata does not merge such a file with others of IR instrumentation.</summary>
    public bool DeclaresFrontEnd { get; private set; }

    /// <summary>Text does not tell.</summary>
    public LlvmRelease? Release => null;

    /// <inheritdoc/>
    public bool IsRaw => false;

    /// <summary>Text has none.</summary>
    public IReadOnlyList<string> BinaryIds => [];

    /// <summary>The traces of the header.</summary>
    public TemporalTraces Traces { get; private set; } = TemporalTraces.None;

    /// <summary>Virtual tables that values name; complete after <see cref="Records"/> was enumerated to its end.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames => _values.VirtualTables;

    /// <summary>Functions that values name; complete after <see cref="Records"/> was enumerated to its end.</summary>
    internal IReadOnlyList<ReadOnlyMemory<byte>> TargetNames => _values.Functions;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The records were enumerated before.</exception>
    public IEnumerable<FunctionRecord> Records()
    {
        if (_enumerated)
        {
            throw new InvalidOperationException("The records of a text profile can be enumerated once.");
        }

        _enumerated = true;
        return Enumerate();
    }

    private IEnumerable<FunctionRecord> Enumerate()
    {
        while (!_lines.AtEnd)
        {
            yield return ReadRecord();
        }
    }

    private void ReadHeaderLine()
    {
        var word = System.Text.Encoding.Latin1.GetString(_lines.Current.Span[1..]).ToLowerInvariant();
        switch (word)
        {
            case "ir":
                Flags |= ProfileFlags.IntermediateRepresentation;
                break;
            case "fe":
                DeclaresFrontEnd = true;
                break;
            case "csir":
                Flags |= ProfileFlags.IntermediateRepresentation | ProfileFlags.ContextSensitive;
                break;
            case "entry_first":
                Flags |= ProfileFlags.EntryFirst;
                break;
            case "not_entry_first":
                Flags &= ~ProfileFlags.EntryFirst;
                break;
            case "instrument_loop_entries":
                Flags |= ProfileFlags.LoopEntries;
                break;
            case "single_byte_coverage":
                Flags |= ProfileFlags.SingleByte;
                break;
            case "temporal_prof_traces":
                Flags |= ProfileFlags.Temporal;
                Traces = ReadTraces();
                break;
            default:
                throw _lines.Malformed("the header line is not known (file header is corrupt)");
        }
    }

    /// <summary>Leaves the last line of the traces as the current one.</summary>
    private TemporalTraces ReadTraces()
    {
        _lines.Advance();
        var count = Number(any: true, uint.MaxValue, "number of traces");
        _lines.Advance();
        var streamSize = Number(any: true, ulong.MaxValue, "number of traces seen");
        var traces = new List<TemporalTrace>();
        while ((ulong)traces.Count < count)
        {
            _lines.Advance();
            var weight = Number(any: true, ulong.MaxValue, "weight of a trace");
            _lines.Advance();
            if (_lines.AtEnd)
            {
                throw _lines.Malformed("");
            }

            traces.Add(new TemporalTrace(weight, ReadTrace(_lines.Current.Span)));
        }

        return new TemporalTraces(streamSize, traces);
    }

    private static List<ulong> ReadTrace(ReadOnlySpan<byte> line)
    {
        var functions = new List<ulong>();
        foreach (var range in line.Split((byte)','))
        {
            if (!line[range].IsEmpty)
            {
                functions.Add(NameHash.Compute(line[range].Trim(" \t\n\v\f\r"u8)));
            }
        }

        return functions;
    }

    private FunctionRecord ReadRecord()
    {
        var name = _lines.Current;
        _lines.Advance();
        var hash = Take(any: true, ulong.MaxValue, "function hash");
        var count = Take(any: false, ulong.MaxValue, "number of counters");
        if (count == 0)
        {
            throw _lines.Malformed("the number of counters before this line is zero");
        }

        var counters = new List<ulong>();
        for (var i = 0UL; i < count; i++)
        {
            counters.Add(Take(any: false, ulong.MaxValue, "count"));
        }

        var bitmap = ReadBitmap();
        return new FunctionRecord(NameHash.Compute(name.Span), name, hash, counters.ToArray(), bitmap, _values.Read(_lines));
    }

    private byte[] ReadBitmap()
    {
        if (_lines.AtEnd || _lines.Current.Span[0] != '$')
        {
            return [];
        }

        if (!TextNumber.TryParseAny(_lines.Current.Span[1..].Trim(" \t\v\f\r"u8), ulong.MaxValue, out var count))
        {
            throw _lines.Malformed("number of bitmap bytes is not a valid integer");
        }

        _lines.Advance();
        var bytes = new List<byte>();
        for (var i = 0UL; i < count; i++)
        {
            bytes.Add((byte)Take(any: true, byte.MaxValue, "bitmap byte"));
        }

        return [.. bytes];
    }

    private ulong Take(bool any, ulong maximum, string what)
    {
        var value = Number(any, maximum, what);
        _lines.Advance();
        return value;
    }

    private ulong Number(bool any, ulong maximum, string what)
    {
        var line = _lines.Current.Span;
        return (any ? TextNumber.TryParseAny(line, maximum, out var value) : TextNumber.TryParseDecimal(line, maximum, out value))
            ? value
            : throw _lines.Malformed($"{what} is not a valid integer");
    }
}
