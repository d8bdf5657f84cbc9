using System.Text;

namespace CovTools.Profiles;

/// <summary>The profiles of a file, as far as they must be known before the first record is shown.</summary>
internal sealed class ShowContent
{
    private readonly Dictionary<ulong, ReadOnlyMemory<byte>> _names = [];
    private readonly List<string> _binaryIds = [];
    private readonly List<TemporalTrace> _traces = [];
    private ulong _streamSize;
    private bool _hasIndexed;

    private ShowContent()
    {
    }

    public ProfileFlags Flags { get; private set; }

    public bool IsIntermediateRepresentation => Flags.HasFlag(ProfileFlags.IntermediateRepresentation);

    /// <summary>Version of the first profile, of a raw one with its flags as in the file, as LLVM prints it; 0 for text.</summary>
    public ulong Version { get; private set; }

    public IReadOnlyList<string> BinaryIds => _binaryIds;

    public TemporalTraces Traces => new(_streamSize, _traces);

    /// <summary>All records; may be enumerated once.</summary>
    public IEnumerable<FunctionRecord> Records { get; private set; } = [];

    public static ShowContent Read(IEnumerable<IProfile> profiles, ProfileShowOptions options)
    {
        var content = new ShowContent();
        var needsNames = options.IndirectCallTargets || options.VirtualTables || options.TemporalTraces || options.Text;
        var records = new List<FunctionRecord>();
        MalformedDataException? damage = null;
        var enumerator = profiles.GetEnumerator();
        using (enumerator)
        {
            while (damage is null && enumerator.MoveNext())
            {
                damage = content.Add(enumerator.Current, records, needsNames);
            }
        }

        content.Records = damage is null ? records : Then(records, damage);
        return content;
    }

    /// <summary>The release prints the list of binary ids: for indexed profiles since 16, and since 18 also when it is empty; never for text.</summary>
    public bool TellsBinaryIds(LlvmRelease release) => _hasIndexed ? release.Major >= 18 || (release.Major >= 16 && _binaryIds.Count > 0) : _binaryIds.Count > 0;

    /// <summary>The bytes of a name; empty when it is not known.</summary>
    public ReadOnlyMemory<byte> NameBytes(ulong hash) => _names.GetValueOrDefault(hash);

    /// <summary>A name as text; empty when it is not known.</summary>
    public string NameOf(ulong hash) => Encoding.UTF8.GetString(NameBytes(hash).Span);

    private static IEnumerable<FunctionRecord> Then(List<FunctionRecord> records, MalformedDataException damage)
    {
        foreach (var record in records)
        {
            yield return record;
        }

        throw damage;
    }

    private MalformedDataException? Add(IProfile profile, List<FunctionRecord> records, bool needsNames)
    {
        Version = Version != 0 ? Version : profile switch
        {
            IndexedProfileReader indexed => (ulong)indexed.Version,
            RawProfile raw => (uint)raw.Version | (ulong)raw.Flags,
            _ => 0,
        };
        _hasIndexed |= profile is IndexedProfileReader;
        Flags |= profile.Flags;
        _binaryIds.AddRange(profile.BinaryIds);
        try
        {
            foreach (var record in profile.Records())
            {
                var copy = record with { Name = record.Name.ToArray(), Counters = record.Counters.ToArray(), Bitmap = record.Bitmap.ToArray() };
                records.Add(copy);
                if (needsNames)
                {
                    _names.TryAdd(copy.NameHash, copy.Name);
                }
            }
        }
        catch (MalformedDataException exception)
        {
            return exception;
        }

        _streamSize += profile.Traces.StreamSize;
        _traces.AddRange(profile.Traces.Traces);
        foreach (var name in profile.VirtualTableNames.Concat(profile is TextProfileReader text ? text.TargetNames : []))
        {
            _names.TryAdd(Objects.NameHash.Compute(name.Span), name);
        }

        return null;
    }
}
