using System.Text.Json;
using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// Takes the summaries out of a JSON export (<c>llvm-cov export</c>, whole or with <c>-summary-only</c>, any order of keys). Streamed: memory depends on the number of
/// files, not on the size of the export.
/// </summary>
/// <param name="stream">The export.</param>
/// <param name="name">Its name, for messages.</param>
internal sealed class LlvmJsonSummaryReader(Stream stream, string name)
{
    private const string ExportType = "llvm.coverage.json.export";

    private readonly Dictionary<MetricKind, Metric> _numbers = [];
    private readonly List<FileSummary> _files = [];
    private readonly Stack<LlvmJsonContext> _contexts = new();
    private string? _key;
    private string? _type;
    private string? _path;
    private CoverageTotals? _summary;
    private CoverageTotals? _totals;
    private MetricKind _kind;
    private long? _count;
    private long? _covered;
    private long _offset;

    /// <summary>Reads all of it.</summary>
    /// <exception cref="MalformedDataException">It is no such export, or damaged.</exception>
    public CoverageSummary Read()
    {
        var tokens = new JsonTokens(stream, name);
        tokens.Read(Handle);
        if (_type != ExportType)
        {
            throw new MalformedDataException(name, 0, $"a JSON export of coverage has the type '{ExportType}'");
        }

        return new CoverageSummary(_files, _totals ?? throw new MalformedDataException(name, 0, "the export has no totals"), 0, 0);
    }

    private void Handle(ref Utf8JsonReader reader, long offset)
    {
        _offset = offset;
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                Enter(reader.TokenType == JsonTokenType.StartObject);
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                Leave(_contexts.Pop());
                break;
            case JsonTokenType.PropertyName:
                _key = _contexts.Peek() == LlvmJsonContext.Other ? null : reader.GetString();
                break;
            default:
                ReadValue(ref reader);
                _key = null;
                break;
        }
    }

    private void Enter(bool isObject)
    {
        var outer = _contexts.Count == 0 ? (LlvmJsonContext?)null : _contexts.Peek();
        var context = (outer, _key, isObject) switch
        {
            (null, _, true) => LlvmJsonContext.Root,
            (LlvmJsonContext.Root, "data", false) => LlvmJsonContext.Data,
            (LlvmJsonContext.Data, _, true) => LlvmJsonContext.Export,
            (LlvmJsonContext.Export, "files", false) => LlvmJsonContext.Files,
            (LlvmJsonContext.Export, "totals", true) => LlvmJsonContext.Totals,
            (LlvmJsonContext.Files, _, true) => LlvmJsonContext.File,
            (LlvmJsonContext.File, "summary", true) => LlvmJsonContext.Summary,
            (LlvmJsonContext.Summary or LlvmJsonContext.Totals, { } kind, true) when MetricKinds.Find(kind) is { } found => EnterKind(found),
            _ => LlvmJsonContext.Other,
        };
        if (context is LlvmJsonContext.Export or LlvmJsonContext.Totals && _totals is not null)
        {
            throw Error("there are several exports in it");
        }

        _contexts.Push(context);
        _key = null;
    }

    private LlvmJsonContext EnterKind(MetricKind kind)
    {
        (_kind, _count, _covered) = (kind, null, null);
        return LlvmJsonContext.Kind;
    }

    private void Leave(LlvmJsonContext context)
    {
        switch (context)
        {
            case LlvmJsonContext.Kind:
                _numbers[_kind] = _count >= _covered ? new Metric(_covered.Value, _count.Value) : throw Error($"the numbers of {_kind.PluralName()} are missing or damaged");
                break;
            case LlvmJsonContext.Summary:
                _summary = TakeNumbers();
                break;
            case LlvmJsonContext.Totals:
                _totals = TakeNumbers();
                break;
            case LlvmJsonContext.File:
                _files.Add(new FileSummary(_path ?? throw Error("a file has no name"), _summary ?? throw Error($"'{_path}' has no summary")));
                (_path, _summary) = (null, null);
                break;
            default:
                break;
        }
    }

    private CoverageTotals TakeNumbers()
    {
        var totals = MetricKinds.ToTotals(kind => _numbers.GetValueOrDefault(kind));
        _numbers.Clear();
        return totals;
    }

    private void ReadValue(ref Utf8JsonReader reader)
    {
        if (_contexts.Count == 0)
        {
            throw Error("this is no export of coverage");
        }

        switch (_contexts.Peek(), _key)
        {
            case (LlvmJsonContext.Root, "type"):
                _type = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
                break;
            case (LlvmJsonContext.File, "filename"):
                _path = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw Error("a file's name is no text");
                break;
            case (LlvmJsonContext.Kind, "count"):
                _count = Number(ref reader);
                break;
            case (LlvmJsonContext.Kind, "covered"):
                _covered = Number(ref reader);
                break;
            default:
                break;
        }
    }

    private long Number(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var number) && number >= 0 ? number : throw Error("a count is no whole number");

    private MalformedDataException Error(string reason) => new(name, _offset, reason);
}
