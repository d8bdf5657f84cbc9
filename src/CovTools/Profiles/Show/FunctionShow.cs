using System.Globalization;
using System.Text;

namespace CovTools.Profiles;

/// <summary>Prints functions, and counts what is told of all of them afterwards.</summary>
internal sealed class FunctionShow
{
    private const ulong ContextSensitiveHash = 1UL << 60;
    private const ulong PseudoHot = ulong.MaxValue;
    private const ulong PseudoWarm = ulong.MaxValue - 1;

    private readonly ShowContent _content;
    private readonly ProfileShowOptions _options;
    private readonly TextWriter _writer;
    private readonly HottestFunctions _hottest;
    private readonly ValueSiteStatistics[] _statistics = [new(), new(), new()];

    public FunctionShow(ShowContent content, ProfileShowOptions options, TextWriter writer)
    {
        _content = content;
        _options = options;
        _writer = writer;
        _hottest = new HottestFunctions(options.Top, options.Release);
        Summary = new ProfileSummary(options.Release);
    }

    /// <summary>Over all functions but those with pseudo counts.</summary>
    public ProfileSummary Summary { get; }

    public ulong Shown { get; private set; }

    public ulong BelowCutoff { get; private set; }

    public static bool IsContextSensitive(in FunctionRecord record) => (record.FunctionHash & ContextSensitiveHash) != 0;

    public void Add(in FunctionRecord record)
    {
        var show = _options.AllFunctions || (_options.Function.Length > 0 && record.NameText.Contains(_options.Function, StringComparison.Ordinal));
        if (show && _options.Text)
        {
            WriteText(record);
            return;
        }

        var counters = record.Counters.Span;
        Summary.Add(counters);
        if (_options.Covered)
        {
            if (counters.ContainsAnyExcept(0UL))
            {
                Write($"{record.NameText}\n");
            }

            return;
        }

        if (_options.Release.HasPseudoCounts && !counters.IsEmpty && counters[0] is PseudoHot or PseudoWarm)
        {
            ShowPseudo(record, show);
        }
        else if (IsAboveCutoff(record))
        {
            ShowCounted(record, show);
        }
    }

    /// <summary>Prints the functions with the largest counts, when asked for.</summary>
    public void WriteHottest()
    {
        if (_options.Top == 0)
        {
            return;
        }

        Write($"Top {_options.Top} functions with the largest internal block counts: \n");
        foreach (var (name, count) in _hottest.Take())
        {
            Write($"  {name}, max count = {count}\n");
        }
    }

    /// <summary>Prints what the value sites of the shown functions have, when asked for.</summary>
    public void WriteStatistics()
    {
        if (Shown == 0)
        {
            return;
        }

        if (_options.IndirectCallTargets)
        {
            _statistics[(int)ValueKind.IndirectCallTarget].Write(_writer, "Statistics for indirect call sites profile:");
        }

        if (_options.VirtualTables)
        {
            _statistics[(int)ValueKind.VirtualTableTarget].Write(_writer, "Statistics for vtable profile:");
        }

        if (_options.MemoryOperationSizes)
        {
            _statistics[(int)ValueKind.MemoryOperationSize].Write(_writer, "Statistics for memory intrinsic calls sizes profile:");
        }
    }

    private bool IsAboveCutoff(in FunctionRecord record)
    {
        ulong maximum = 0, sum = 0;
        foreach (var counter in record.Counters.Span)
        {
            if (counter == ulong.MaxValue && !_options.Release.HasPseudoCounts)
            {
                continue; // releases before 16 took it for a mark, wherever it was
            }

            maximum = Math.Max(maximum, counter);
            sum = unchecked(sum + counter);
        }

        if (maximum < _options.ValueCutoff)
        {
            BelowCutoff++;
            if (_options.ListBelowCutoff)
            {
                Write($"  {record.NameText}: (Max = {maximum} Sum = {sum})\n");
            }

            return false;
        }

        if (!_options.ListBelowCutoff)
        {
            _hottest.Add(_options.Top == 0 ? "" : record.NameText, maximum);
        }

        return !_options.ListBelowCutoff;
    }

    private void ShowPseudo(in FunctionRecord record, bool show)
    {
        if (show)
        {
            ShowHead(record);
            Write($"    <{(record.Counters.Span[0] == PseudoHot ? "PseudoHot" : "PseudoWarm")}>\n");
        }
    }

    private void ShowHead(in FunctionRecord record)
    {
        if (Shown == 0)
        {
            Write($"Counters:\n");
        }

        Shown++;
        Write($"  {record.NameText}:\n    Hash: 0x{record.FunctionHash:x16}\n    Counters: {record.Counters.Length}");
    }

    private void ShowCounted(in FunctionRecord record, bool show)
    {
        if (!show)
        {
            return;
        }

        ShowHead(record);
        Write($"\n");
        var counters = record.Counters.Span;
        if (!_content.IsIntermediateRepresentation)
        {
            Write($"    Function count: {(counters.IsEmpty ? 0 : counters[0])}\n");
        }

        var calls = Sites(record, ValueKind.IndirectCallTarget);
        var tables = Sites(record, ValueKind.VirtualTableTarget);
        var sizes = Sites(record, ValueKind.MemoryOperationSize);
        if (_options.IndirectCallTargets)
        {
            Write($"    Indirect Call Site Count: {calls.Count}\n");
        }

        if (_options.VirtualTables)
        {
            Write($"    Number of instrumented vtables: {tables.Count}\n");
        }

        var showSizes = _options.MemoryOperationSizes && sizes.Count > 0;
        if (showSizes)
        {
            Write($"    Number of Memory Intrinsics Calls: {sizes.Count}\n");
        }

        if (_options.Counts)
        {
            WriteCounts(counters);
        }

        if (_options.IndirectCallTargets)
        {
            Write($"    Indirect Target Results:\n");
            _statistics[(int)ValueKind.IndirectCallTarget].Show(calls, _writer, _content.NameOf);
        }

        if (_options.VirtualTables)
        {
            Write($"    VTable Results:\n");
            _statistics[(int)ValueKind.VirtualTableTarget].Show(tables, _writer, _content.NameOf);
        }

        if (showSizes)
        {
            Write($"    Memory Intrinsic Size Results:\n");
            _statistics[(int)ValueKind.MemoryOperationSize].Show(sizes, _writer, nameOf: null);
        }
    }

    private void WriteCounts(ReadOnlySpan<ulong> counters)
    {
        Write($"    Block counts: [");
        var first = _content.IsIntermediateRepresentation ? 0 : 1;
        for (var i = first; i < counters.Length; i++)
        {
            Write($"{(i == first ? "" : ", ")}{counters[i]}");
        }

        Write($"]\n");
    }

    private void WriteText(in FunctionRecord record)
    {
        using var stream = new MemoryStream();
        var output = new TextOutput(stream);
        new TextRecordWriter(output, _options.Release, _content.NameBytes)
            .Write(record.Name.Span, record.FunctionHash, record.Counters.Span, record.Bitmap.Span, record.Values);
        output.Flush();
        _writer.Write(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static IReadOnlyList<IReadOnlyList<ValueCount>> Sites(in FunctionRecord record, ValueKind kind) => record.Values?.Sites(kind) ?? [];

    private void Write(FormattableString text) => _writer.Write(FormattableString.Invariant(text));
}
