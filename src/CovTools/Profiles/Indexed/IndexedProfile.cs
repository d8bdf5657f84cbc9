using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>The counters of an indexed profile in memory, found by name hash and function hash (IndexedInstrProfReader::getInstrProfRecord in llvm/ProfileData/InstrProfReader.cpp).</summary>
public sealed class IndexedProfile : ICounterSource
{
    private const ulong ContextSensitiveHash = 1UL << 60;

    private readonly Dictionary<(ulong Name, ulong Function), (int Block, int Start, int Count)> _places = [];
    private readonly Dictionary<ulong, (bool Plain, bool ContextSensitive)> _kinds = [];
    private readonly Dictionary<(ulong Name, ulong Function), byte[]> _bitmaps = [];
    private readonly List<ulong[]> _blocks = [];
    private readonly Lazy<ILookup<ulong, ulong>> _hashes;
    private int _used = int.MaxValue;

    private IndexedProfile(IndexedProfileReader reader)
    {
        _hashes = new Lazy<ILookup<ulong, ulong>>(() => _places.Keys.ToLookup(static place => place.Name, static place => place.Function));
        Flags = reader.Flags;
        IndexedVersion = reader.Version;
        Summaries = reader.Summaries;
        BinaryIds = reader.BinaryIds;
        foreach (var record in reader.Records())
        {
            Add(record);
        }
    }

    /// <summary>Kind of the profile.</summary>
    public ProfileFlags Flags { get; }

    /// <summary>Version of the file, 1 to 14.</summary>
    public int IndexedVersion { get; }

    /// <inheritdoc/>
    public bool HasSingleByteCounters => Flags.HasFlag(ProfileFlags.SingleByte);

    /// <summary>The summaries as they are in the file.</summary>
    public IReadOnlyList<ProfileTotals> Summaries { get; }

    /// <summary>Build ids of the modules that it is about, lower-case hex.</summary>
    public IReadOnlyList<string> BinaryIds { get; }

    /// <summary>Number of different (name, function hash) pairs.</summary>
    public int RecordCount => _places.Count;

    /// <summary>Reads a whole profile.</summary>
    /// <exception cref="MalformedDataException">It is no indexed profile, cut off or damaged.</exception>
    public static IndexedProfile Read(IByteSource source) => new(new IndexedProfileReader(source));

    /// <inheritdoc/>
    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
    {
        var found = _places.TryGetValue((nameHash, functionHash), out var place);
        counters = found ? _blocks[place.Block].AsSpan(place.Start, place.Count) : default;
        return found;
    }

    /// <inheritdoc/>
    public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
    {
        var found = _bitmaps.TryGetValue((nameHash, functionHash), out var bytes);
        bitmap = bytes;
        return found;
    }

    /// <inheritdoc/>
    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash)
    {
        if (!_kinds.TryGetValue(nameHash, out var kinds))
        {
            return CounterMiss.UnknownName;
        }

        return ((functionHash & ContextSensitiveHash) == 0 ? kinds.Plain : kinds.ContextSensitive) ? CounterMiss.OtherHash : CounterMiss.OtherHashOfOtherKind;
    }

    /// <inheritdoc/>
    public IReadOnlyList<ulong> HashesOf(ulong nameHash) => [.. _hashes.Value[nameHash]];

    private void Add(in FunctionRecord record)
    {
        const int BlockSize = 1 << 17;
        var count = record.Counters.Length;
        if (_blocks.Count == 0 || count > _blocks[^1].Length - _used)
        {
            _blocks.Add(new ulong[Math.Max(BlockSize, count)]);
            _used = 0;
        }

        // Of equal records the first counts, as in LLVM's search.
        if (_places.TryAdd((record.NameHash, record.FunctionHash), (_blocks.Count - 1, _used, count)))
        {
            record.Counters.Span.CopyTo(_blocks[^1].AsSpan(_used));
            _used += count;
            if (record.Bitmap.Length > 0)
            {
                _bitmaps.Add((record.NameHash, record.FunctionHash), record.Bitmap.ToArray());
            }

            var kinds = _kinds.GetValueOrDefault(record.NameHash);
            _kinds[record.NameHash] = (record.FunctionHash & ContextSensitiveHash) == 0 ? kinds with { Plain = true } : kinds with { ContextSensitive = true };
        }
    }
}
