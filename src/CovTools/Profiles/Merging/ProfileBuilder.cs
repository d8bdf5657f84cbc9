using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>
/// Adds function records the way llvm-profdata merge -j 1 of a release does (InstrProfRecord::merge in llvm/ProfileData/InstrProf.cpp). Records with equal name and
/// function hash are summed; the order of first appearance is kept because older releases' files depend on it.
/// </summary>
public sealed class ProfileBuilder
{
    /// <summary>Flags that describe an indexed profile; the others announce sections that this writer does not make.</summary>
    private const ProfileFlags WrittenFlags = ProfileFlags.LoopEntries | ProfileFlags.IntermediateRepresentation | ProfileFlags.ContextSensitive
        | ProfileFlags.EntryFirst | ProfileFlags.SingleByte | ProfileFlags.FunctionEntryOnly;

    private const ulong PseudoHot = ulong.MaxValue;

    private readonly Dictionary<NameKey, int> _nameIndex = [];
    private readonly Dictionary<(int Name, ulong FunctionHash), int> _laterRecords = [];
    private readonly List<ProfileName> _names = [];
    private readonly List<ProfileEntry> _entries = [];
    private readonly HashSet<string> _binaryIds = [];

    /// <summary>Makes an empty profile.</summary>
    /// <param name="release">Whose rules apply to sums, and whose format will be written.</param>
    public ProfileBuilder(LlvmRelease release) => Release = release;

    /// <summary>Whose rules apply.</summary>
    public LlvmRelease Release { get; }

    /// <summary>Kind of the profile: the flags of all inputs together.</summary>
    public ProfileFlags Flags { get; private set; }

    /// <summary>Number of different (name, function hash) pairs.</summary>
    public int RecordCount => _entries.Count;

    /// <summary>Number of different names.</summary>
    public int NameCount => _names.Count;

    /// <summary>How many records could not be added as they were, by reason.</summary>
    public MergeReport Report { get; private set; }

    /// <summary>The records, in order of first appearance.</summary>
    public IEnumerable<FunctionRecord> Records
    {
        get
        {
            foreach (var entry in _entries)
            {
                var name = _names[entry.Name];
                yield return new FunctionRecord(name.Hash, name.Bytes, entry.FunctionHash, entry.Counters, entry.Bitmap, entry.Values);
            }
        }
    }

    internal IReadOnlyList<ProfileName> Names => _names;

    internal IReadOnlyList<ProfileEntry> Entries => _entries;

    /// <summary>Build ids in lower-case hex, unordered.</summary>
    internal IReadOnlyCollection<string> BinaryIds => _binaryIds;

    /// <summary>Adds the flags of an input.</summary>
    public void AddFlags(ProfileFlags flags) => Flags |= flags & WrittenFlags;

    /// <summary>Adds the build id of a module that the profile is about.</summary>
    /// <param name="binaryId">The id's bytes; an empty one is ignored.</param>
    public void AddBinaryId(ReadOnlySpan<byte> binaryId)
    {
        if (!binaryId.IsEmpty)
        {
            _binaryIds.Add(Convert.ToHexStringLower(binaryId));
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="record">Is copied.</param>
    /// <param name="weight">How many times to add it, at least 1.</param>
    /// <returns>What went wrong, if anything; also counted in <see cref="Report"/>.</returns>
    public MergeIssues Add(in FunctionRecord record, ulong weight = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(weight);
        var name = IndexOfName(record);
        var existing = FindEntry(name, record.FunctionHash);
        var issues = existing < 0 ? AddNew(name, record, weight) : Merge(existing, record, weight);
        Report = Report.With(issues);
        return issues;
    }

    private int IndexOfName(in FunctionRecord record)
    {
        if (!_nameIndex.TryGetValue(new NameKey(record.NameHash, record.Name), out var index))
        {
            var name = record.Name.ToArray();
            index = _names.Count;
            _nameIndex.Add(new NameKey(record.NameHash, name), index);
            _names.Add(new ProfileName(record.NameHash, name));
        }

        return index;
    }

    private int FindEntry(int name, ulong functionHash)
    {
        var first = _names[name].FirstEntry;
        if (first < 0 || _entries[first].FunctionHash == functionHash)
        {
            return first;
        }

        return _laterRecords.TryGetValue((name, functionHash), out var index) ? index : -1;
    }

    private MergeIssues AddNew(int name, in FunctionRecord record, ulong weight)
    {
        var index = _entries.Count;
        ref var owner = ref CollectionsMarshal.AsSpan(_names)[name];
        if (owner.FirstEntry < 0)
        {
            owner.FirstEntry = index;
        }
        else
        {
            CollectionsMarshal.AsSpan(_entries)[owner.LastEntry].NextEntry = index;
            _laterRecords.Add((name, record.FunctionHash), index);
        }

        owner.LastEntry = index;
        owner.EntryCount++;
        var values = ValueMerge.First(record.Values, weight, out var issues);
        var entry = new ProfileEntry(name, record.FunctionHash, record.Counters.ToArray(), record.Bitmap.ToArray(), values);
        if (weight > 1)
        {
            var scaled = new ulong[record.Counters.Length];
            issues |= AddCounters(scaled, record.Counters.Span, weight);
            entry.Counters = scaled;
            entry.OwnsCounters = true;
        }

        _entries.Add(entry);
        return issues;
    }

    private MergeIssues Merge(int index, in FunctionRecord record, ulong weight)
    {
        ref var entry = ref CollectionsMarshal.AsSpan(_entries)[index];
        if (entry.Counters.Length != record.Counters.Length)
        {
            return MergeIssues.CounterMismatch;
        }

        if (IsPseudo(entry.Counters.Span) || IsPseudo(record.Counters.Span))
        {
            return MergePseudo(ref entry, record);
        }

        var issues = AddCounters(entry.WritableCounters(), record.Counters.Span, weight);
        if (entry.Bitmap.Length != record.Bitmap.Length)
        {
            return issues | MergeIssues.BitmapMismatch;
        }

        if (!record.Bitmap.IsEmpty)
        {
            var bitmap = entry.WritableBitmap();
            var other = record.Bitmap.Span;
            for (var i = 0; i < bitmap.Length; i++)
            {
                bitmap[i] |= other[i];
            }
        }

        entry.Values = ValueMerge.Add(entry.Values, record.Values, weight, out var valueIssues);
        return issues | valueIssues;
    }

    private bool IsPseudo(ReadOnlySpan<ulong> counters) => Release.HasPseudoCounts && !counters.IsEmpty && counters[0] >= ulong.MaxValue - 1;

    private MergeIssues MergePseudo(ref ProfileEntry entry, in FunctionRecord record)
    {
        if (!IsPseudo(entry.Counters.Span) || !IsPseudo(record.Counters.Span))
        {
            return MergeIssues.CounterMismatch;
        }

        if (record.Counters.Span[0] == PseudoHot)
        {
            entry.WritableCounters()[0] = PseudoHot;
        }

        return MergeIssues.None;
    }

    private MergeIssues AddCounters(Span<ulong> sums, ReadOnlySpan<ulong> counters, ulong weight)
    {
        var maximum = Release.MaximumCount;
        var issues = MergeIssues.None;
        for (var i = 0; i < sums.Length; i++)
        {
            var high = Math.BigMul(counters[i], weight, out var product);
            var sum = unchecked(sums[i] + product);
            if (high != 0 || sum < product || sum > maximum)
            {
                sum = maximum;
                issues = MergeIssues.CounterOverflow;
            }

            sums[i] = sum;
        }

        return issues;
    }
}
