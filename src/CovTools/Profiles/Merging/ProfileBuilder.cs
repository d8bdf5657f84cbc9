using System.Runtime.InteropServices;

namespace CovTools.Profiles;

/// <summary>
/// Adds function records the way llvm-profdata merge -j 1 of a release does (InstrProfRecord::merge in llvm/ProfileData/InstrProf.cpp). Records with equal name and
/// function hash are summed; the order of first appearance is kept because older releases' files depend on it. Not thread-safe.
/// </summary>
public sealed partial class ProfileBuilder
{
    /// <summary>Flags that describe an indexed profile; the others announce sections of a raw one.</summary>
    private const ProfileFlags WrittenFlags = ProfileFlags.LoopEntries | ProfileFlags.IntermediateRepresentation | ProfileFlags.ContextSensitive
        | ProfileFlags.EntryFirst | ProfileFlags.SingleByte | ProfileFlags.FunctionEntryOnly;

    private const int SmallestCapacity = 16;
    private const ulong PseudoHot = ulong.MaxValue;

    private readonly ProfileNames _names = new();
    private readonly SlabAllocator<byte> _bytes = new();
    private readonly SlabAllocator<ulong> _counters = new();
    private readonly HashSet<string> _binaryIds = [];
    private readonly TemporalTraceReservoir _traces;
    private ProfileEntry[] _entries = [];

    /// <summary>Records that are not the first ones of their names; made when there is one.</summary>
    private Dictionary<(int Name, ulong FunctionHash), int>? _laterRecords;
    private OrderedDictionary<ulong, ReadOnlyMemory<byte>>? _virtualTableNames;
    private bool _hasTraces;

    /// <summary>Makes an empty profile.</summary>
    /// <param name="release">Whose rules apply to sums, and whose format will be written.</param>
    /// <param name="traces">Keeps the temporal traces; null for one of LLVM's default size.</param>
    public ProfileBuilder(LlvmRelease release, TemporalTraceReservoir? traces = null)
    {
        Release = release;
        _traces = traces ?? new TemporalTraceReservoir(release);
    }

    /// <summary>Whose rules apply.</summary>
    public LlvmRelease Release { get; internal set; }

    /// <summary>Kind of the profile: the flags of all inputs together.</summary>
    public ProfileFlags Flags { get; private set; }

    /// <summary>Number of different (name, function hash) pairs.</summary>
    public int RecordCount { get; private set; }

    /// <summary>Number of different names.</summary>
    public int NameCount => _names.Count;

    /// <summary>How many records could not be added as they were, by reason.</summary>
    public MergeReport Report { get; private set; }

    /// <summary>Temporal traces; null when no input has them.</summary>
    public TemporalTraces? Traces => _hasTraces ? _traces.Traces : null;

    /// <summary>Names of virtual tables, in order of first appearance.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames => _virtualTableNames is null ? [] : [.. _virtualTableNames.Values];

    /// <summary>The records, in order of first appearance. Their memory is the profile's: it changes when more is added.</summary>
    public IEnumerable<FunctionRecord> Records
    {
        get
        {
            for (var i = 0; i < RecordCount; i++)
            {
                var entry = _entries[i];
                var name = _names[entry.Name];
                yield return new FunctionRecord(name.Hash, name.Bytes, entry.FunctionHash, entry.Counters, entry.Bitmap, entry.Values);
            }
        }
    }

    /// <summary>The counters, for a report. They change when more is added, which must not happen while they are used.</summary>
    public ICounterSource Counters => new MergedCounters(this);

    internal ReadOnlySpan<ProfileName> Names => _names.All;

    /// <summary>Indices of the names in the order of their bytes.</summary>
    internal int[] SortedNames => _names.Sorted;

    internal ReadOnlySpan<ProfileEntry> Entries => new(_entries, 0, RecordCount);

    /// <summary>Build ids of the modules that it is about, lower-case hex, in no order.</summary>
    public IReadOnlyCollection<string> BinaryIds => _binaryIds;

    /// <summary>A count is so large that releases treat it differently.</summary>
    internal bool HasHugeCounts { get; private set; }

    /// <summary>A record has value sites.</summary>
    internal bool HasValues { get; private set; }

    /// <summary>Adds the flags of an input.</summary>
    public void AddFlags(ProfileFlags flags) => Flags |= flags & WrittenFlags;

    /// <summary>Adds the build id of a module that the profile is about.</summary>
    /// <param name="binaryId">The id's bytes; an empty one is ignored.</param>
    public void AddBinaryId(ReadOnlySpan<byte> binaryId)
    {
        if (!binaryId.IsEmpty)
        {
            AddBinaryId(Convert.ToHexStringLower(binaryId));
        }
    }

    /// <summary>Makes room for further records.</summary>
    /// <param name="records">About how many, all of different names.</param>
    internal void Reserve(int records)
    {
        _names.Reserve(records);
        ReserveEntries(records);
    }

    /// <summary>Adds a record whose memory becomes the profile's own. Whoever writes to it afterwards calls <see cref="Watch"/>.</summary>
    /// <param name="record">Its name was hashed.</param>
    /// <returns>False, and nothing is added, when the profile has a record of that function and hash.</returns>
    internal bool TryAdopt(in FunctionRecord record)
    {
        var name = _names.FindOrKeep(record.NameHash, record.Name);
        if (FindEntry(name, record.FunctionHash) >= 0)
        {
            return false;
        }

        AddEntry(name, record.FunctionHash, MemoryMarshal.AsMemory(record.Counters), MemoryMarshal.AsMemory(record.Bitmap), record.Values);
        return true;
    }

    /// <summary>Looks at counts that were not added by this profile.</summary>
    /// <param name="counters">Counts of its records.</param>
    internal void Watch(ReadOnlySpan<ulong> counters) => HasHugeCounts |= CounterSums.Union(counters) >> 63 != 0;

    /// <summary>Adds a build id.</summary>
    /// <param name="binaryId">Lower-case hex.</param>
    internal void AddBinaryId(string binaryId) => _binaryIds.Add(binaryId);

    /// <summary>Adds what a profile holds besides its records: flags, build ids, traces, names of virtual tables. Call it when its records were enumerated to their end.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="weight">How many times it is added, at least 1.</param>
    public void AddRest(IProfile profile, ulong weight = 1)
    {
        ArgumentNullException.ThrowIfNull(profile);
        AddFlags(profile.Flags);
        foreach (var id in profile.BinaryIds)
        {
            AddBinaryId(id);
        }

        AddVirtualTableNames(profile.VirtualTableNames);
        if (profile.Flags.HasFlag(ProfileFlags.Temporal))
        {
            _hasTraces = true;
            _traces.Add(profile, weight);
        }
    }

    /// <summary>Adds a record.</summary>
    /// <param name="record">Is copied.</param>
    /// <param name="weight">How many times to add it, at least 1.</param>
    /// <returns>What went wrong, if anything; also counted in <see cref="Report"/>.</returns>
    public MergeIssues Add(in FunctionRecord record, ulong weight = 1) => Add(record, weight, isHashed: false, out _);

    /// <summary>Adds a profile as it is read.</summary>
    /// <param name="profile">Its records are enumerated.</param>
    /// <param name="weight">How many times to add it, at least 1.</param>
    /// <exception cref="MalformedDataException">The profile is damaged; what precedes the damage was added.</exception>
    public void Add(IProfile profile, ulong weight = 1)
    {
        ArgumentNullException.ThrowIfNull(profile);
        foreach (var record in profile.Records())
        {
            Add(record, weight, profile.IsRaw, out _);
        }

        AddRest(profile, weight);
    }

    /// <summary>Adds all of another profile.</summary>
    /// <param name="other">Not changed.</param>
    public void Add(ProfileBuilder other)
    {
        AddRestOf(other);
        foreach (var record in other.Records)
        {
            Add(record, 1, isHashed: true, out _);
        }
    }

    /// <summary>Adds all of another profile and takes over its memory.</summary>
    /// <param name="other">Not to be used afterwards.</param>
    internal void Absorb(ProfileBuilder other)
    {
        AddRestOf(other);
        Reserve(other.NameCount);
        foreach (var record in other.Records)
        {
            Adopt(record, out _);
        }
    }
}
