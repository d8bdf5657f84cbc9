using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// What all raw profiles of one module have in common: everything but their counters and bitmaps.
/// </summary>
internal sealed class RawShape
{
    private readonly byte[] _image;
    private readonly RawProfileSections _sections;
    private readonly string _file;
    private Task<RawProfile?>? _decoding;
    private ShapeRecords? _records;

    /// <summary>Makes the shape of a profile.</summary>
    /// <param name="image">The profile alone with zeros for counters and bitmaps.</param>
    /// <param name="file">The file's name.</param>
    /// <param name="header">Its header.</param>
    public RawShape(byte[] image, string file, RawProfileHeader header)
    {
        _image = image;
        _file = file;
        _sections = new RawProfileSections(new MemoryByteSource(file, image), 0, header);
        Header = header;
        IsSummable = !HasValueSites();
    }

    /// <summary>Bytes of a profile.</summary>
    public long Size => _image.Length;

    public RawProfileHeader Header { get; }

    /// <summary>No record has value sites: with them there is more to merge than counters.</summary>
    public bool IsSummable { get; }

    /// <summary>Starts to decode the profile and to make its records on a thread of its own: those of the pool are busy with adding.</summary>
    /// <param name="empty">Gets the records.</param>
    public void StartDecoding(ProfileBuilder empty)
    {
        _decoding = Task.Factory.StartNew(
            () =>
            {
                var profile = DecodeNow();
                _records = profile is null ? null : ShapeRecords.Of(profile, empty);
                return profile;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
    }

    /// <summary>The profile without counts, the same one every time.</summary>
    /// <returns>Null when it is damaged, or needs more than adding counters.</returns>
    public RawProfile? Shared() => (_decoding ??= Task.FromResult(DecodeNow())).GetAwaiter().GetResult();

    /// <summary>The profile without counts; nobody else has it, or gets it later.</summary>
    /// <returns>Null when it is damaged, or needs more than adding counters.</returns>
    public RawProfile? Take() => Interlocked.Exchange(ref _decoding, null) is { } decoding ? decoding.GetAwaiter().GetResult() : DecodeNow();

    /// <summary>The profile's records without counts, once.</summary>
    /// <param name="release">Whose rules they are to follow.</param>
    /// <returns>Null when they were taken, follow other rules, or two records are of one function.</returns>
    public ShapeRecords? TakeRecords(LlvmRelease release) => _records?.Profile.Release == release ? Interlocked.Exchange(ref _records, null) : null;

    /// <summary>Whether the parts are the same. Places that only a running process could use may differ.</summary>
    /// <param name="records">Function records of a profile, or a part of them.</param>
    /// <param name="offset">Where the part starts, in bytes: a multiple of the record's size.</param>
    public bool HasRecords(ReadOnlySpan<byte> records, int offset)
    {
        var own = _image.AsSpan((int)_sections.Records + offset, records.Length);
        return own.SequenceEqual(records) || HasRecordsButForAddresses(own, records);
    }

    /// <summary>Whether a part of the binary ids is the same.</summary>
    public bool HasBinaryIds(ReadOnlySpan<byte> ids, int offset) => _image.AsSpan((int)_sections.BinaryIds + offset, ids.Length).SequenceEqual(ids);

    /// <summary>Whether a part of the names section is the same.</summary>
    public bool HasNames(ReadOnlySpan<byte> names, int offset) => _image.AsSpan((int)_sections.Names + offset, names.Length).SequenceEqual(names);

    private bool HasValueSites()
    {
        var layout = Header.Layout;
        var records = _image.AsSpan((int)_sections.Records, (int)Header.RecordCount * layout.Stride);
        for (var start = layout.ValueSites; start < records.Length; start += layout.Stride)
        {
            if (records.Slice(start, layout.ValueKinds * sizeof(ushort)).ContainsAnyExcept((byte)0))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The address of the function and of its value data differ between processes; without value sites nothing depends on them.</summary>
    private bool HasRecordsButForAddresses(ReadOnlySpan<byte> own, ReadOnlySpan<byte> other)
    {
        var stride = Header.Layout.Stride;
        var start = Header.Layout.FunctionPointer(Header.Order);
        var end = start + (2 * Header.Order.PointerSize);
        for (var i = 0; i < own.Length; i += stride)
        {
            if (!own.Slice(i, start).SequenceEqual(other.Slice(i, start)) || !own[(i + end)..(i + stride)].SequenceEqual(other[(i + end)..(i + stride)]))
            {
                return false;
            }
        }

        return true;
    }

    private RawProfile? DecodeNow()
    {
        try
        {
            var profile = RawProfileReader.Read(new MemoryByteSource(_file, _image)).SingleOrDefault();
            return profile?.IsSummable() == true ? profile : null;
        }
        catch (MalformedDataException)
        {
            // Its files are read one by one, and each is told with its own offset.
            return null;
        }
    }
}
