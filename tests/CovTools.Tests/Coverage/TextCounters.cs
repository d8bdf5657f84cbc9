using System.Globalization;
using System.Text;
using CovTools.Objects;
using CovTools.Profiles;

namespace CovTools.Tests.Coverage;

/// <summary>The records of a profile in LLVM's text form, as a source of counters and as text for LLVM's tools.</summary>
internal sealed class TextCounters : ICounterSource
{
    private readonly List<Record> _records = [];
    private readonly Dictionary<(ulong, ulong), ulong[]> _counters = [];
    private readonly Dictionary<(ulong, ulong), byte[]> _bitmaps = [];
    private readonly Dictionary<ulong, List<ulong>> _hashes = [];

    private TextCounters()
    {
    }

    public int Count => _records.Count;

    /// <summary>Text does not tell; what 18 wrote has to be marked.</summary>
    public int IndexedVersion { get; init; } = LlvmRelease.Newest.IndexedVersion;

    public static TextCounters Parse(string text)
    {
        var result = new TextCounters();
        var lines = text.Split('\n').Where(line => !line.StartsWith('#') && !line.StartsWith(":ir", StringComparison.Ordinal) && !line.StartsWith(":fe", StringComparison.Ordinal)).ToArray();
        for (var i = 0; i < lines.Length;)
        {
            if (lines[i].Length == 0)
            {
                i++;
                continue;
            }

            var name = lines[i];
            var hash = ulong.Parse(lines[i + 1], CultureInfo.InvariantCulture);
            var count = int.Parse(lines[i + 2], CultureInfo.InvariantCulture);
            var counters = lines.AsSpan(i + 3, count).ToArray().Select(line => ulong.Parse(line, CultureInfo.InvariantCulture)).ToArray();
            var rest = lines.Skip(i + 3 + count).TakeWhile(line => line.Length > 0).ToArray();
            i += 3 + count + rest.Length;
            result.Add(new Record(name, hash, counters, rest));
        }

        return result;
    }

    /// <summary>The same records changed or, where <paramref name="change"/> gives null, left out.</summary>
    public TextCounters Select(Func<Record, Record?> change)
    {
        var result = new TextCounters { IndexedVersion = IndexedVersion };
        foreach (var record in _records)
        {
            if (change(record) is { } changed)
            {
                result.Add(changed);
            }
        }

        return result;
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var record in _records)
        {
            text.Append(CultureInfo.InvariantCulture, $"{record.Name}\n{record.Hash}\n{record.Counters.Length}\n");
            text.AppendJoin('\n', record.Counters.Select(value => value.ToString(CultureInfo.InvariantCulture)).Concat(record.Rest)).Append("\n\n");
        }

        return text.ToString();
    }

    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
    {
        var found = _counters.TryGetValue((nameHash, functionHash), out var values);
        counters = values;
        return found;
    }

    public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
    {
        var found = _bitmaps.TryGetValue((nameHash, functionHash), out var bytes);
        bitmap = bytes;
        return found;
    }

    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash)
    {
        if (!_hashes.TryGetValue(nameHash, out var known))
        {
            return CounterMiss.UnknownName;
        }

        const ulong ContextSensitive = 1UL << 60;
        return known.Exists(hash => ((hash ^ functionHash) & ContextSensitive) == 0) ? CounterMiss.OtherHash : CounterMiss.OtherHashOfOtherKind;
    }

    private void Add(Record record)
    {
        _records.Add(record);
        var name = NameHash.Compute(Encoding.UTF8.GetBytes(record.Name));
        _counters.Add((name, record.Hash), record.Counters);
        var bitmap = record.Rest.Where(line => line.StartsWith("0x", StringComparison.Ordinal)).Select(line => byte.Parse(line.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        if (bitmap.ToArray() is { Length: > 0 } bytes)
        {
            _bitmaps.Add((name, record.Hash), bytes);
        }

        if (!_hashes.TryGetValue(name, out var hashes))
        {
            _hashes.Add(name, hashes = []);
        }

        hashes.Add(record.Hash);
    }

    /// <param name="Name">Name of the function.</param>
    /// <param name="Hash">Its structural hash.</param>
    /// <param name="Counters">Its counters.</param>
    /// <param name="Rest">Further lines, such as its bitmap.</param>
    internal sealed record Record(string Name, ulong Hash, ulong[] Counters, string[] Rest);
}
