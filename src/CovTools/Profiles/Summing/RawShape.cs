using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// What all raw profiles of one module have in common: everything but their counters and bitmaps. Decoded once, however many profiles there are, while their
/// counters are already being added.
/// </summary>
internal sealed class RawShape
{
    private readonly byte[] _image;
    private readonly RawProfileSections _sections;
    private readonly Task<RawProfile?> _profile;
    private ShapeRecords? _records;

    /// <summary>Makes the shape of a profile and starts to decode it.</summary>
    /// <param name="source">The profile alone with zeros for counters and bitmaps; named like its file.</param>
    /// <param name="image">Its bytes.</param>
    /// <param name="header">Its header.</param>
    /// <param name="sections">Its sections.</param>
    /// <param name="empty">Gets its records.</param>
    public RawShape(IByteSource source, byte[] image, RawProfileHeader header, RawProfileSections sections, ProfileBuilder empty)
    {
        _image = image;
        _sections = sections;
        Header = header;

        // On a thread of its own: those of the pool are busy with adding.
        _profile = Task.Factory.StartNew(() => Decode(source, empty), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Bytes of a profile.</summary>
    public long Size => _image.Length;

    public RawProfileHeader Header { get; }

    /// <summary>
    /// The profile, without counts; null when something in it is damaged or needs more than adding counters. Its arrays can be summed into.
    /// </summary>
    public RawProfile? Profile => _profile.GetAwaiter().GetResult();

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

    private RawProfile? Decode(IByteSource source, ProfileBuilder empty)
    {
        try
        {
            var profile = RawProfileReader.Read(source).SingleOrDefault();
            if (profile?.IsSummable() != true)
            {
                return null;
            }

            _records = ShapeRecords.Of(profile, empty);
            return profile;
        }
        catch (MalformedDataException)
        {
            // Its files are read one by one, and each is told with its own offset.
            return null;
        }
    }
}
