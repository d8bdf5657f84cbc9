using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// An indexed profile (.profdata), versions 1 to 14. Memory profiles that it may hold are ignored, and their flag is not told. Names' hashes are those of the file.
/// </summary>
public sealed class IndexedProfileReader : IProfile
{
    private readonly IndexedBuffer _buffer;
    private readonly IndexedRecords _records;
    private bool _enumerated;

    /// <summary>Reads the file, and checks everything but the records.</summary>
    /// <param name="source">Must stay open until the records were enumerated.</param>
    /// <exception cref="MalformedDataException">It is no indexed profile, of an unknown version, cut off or damaged.</exception>
    public IndexedProfileReader(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _buffer = new IndexedBuffer(source);
        try
        {
            var header = IndexedHeader.Read(_buffer);
            Version = header.Version;
            Release = header.Release;
            Flags = header.Flags & ~ProfileFlags.MemoryProfile;
            Summaries = IndexedSections.ReadSummaries(_buffer, header, out var start);
            _records = new IndexedRecords(_buffer, header, start);
            BinaryIds = IndexedSections.ReadBinaryIds(_buffer, header);
            VirtualTableNames = IndexedSections.ReadVirtualTableNames(_buffer, header, source.Name);
            Traces = IndexedSections.ReadTraces(_buffer, header);
        }
        catch
        {
            _buffer.Release();
            throw;
        }
    }

    /// <summary>1 to 14.</summary>
    public int Version { get; }

    /// <summary>The summaries as they are in the file: none before version 4, a second one for context-sensitive records.</summary>
    public IReadOnlyList<ProfileTotals> Summaries { get; }

    /// <inheritdoc/>
    public ProfileFlags Flags { get; }

    /// <summary>The oldest release that writes this version; LLVM 13 for the versions of releases before it, which it reads.</summary>
    public LlvmRelease? Release { get; }

    /// <inheritdoc/>
    public bool IsRaw => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> BinaryIds { get; }

    /// <inheritdoc/>
    public TemporalTraces Traces { get; }

    /// <inheritdoc/>
    public IReadOnlyList<ReadOnlyMemory<byte>> VirtualTableNames { get; }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The records were enumerated before.</exception>
    public IEnumerable<FunctionRecord> Records()
    {
        BeginRecords();
        return Enumerate();
    }

    /// <summary>Adds the records to a profile in the way of <see cref="Records"/>, once.</summary>
    /// <param name="profile">Gets the records that are nothing but further counts of one that it has.</param>
    /// <param name="add">Adds any other record to it.</param>
    /// <param name="records">Grows with each record that was added.</param>
    internal void AddTo(ProfileBuilder profile, Action<FunctionRecord> add, ref long records)
    {
        BeginRecords();
        try
        {
            _records.AddTo(profile, add, ref records);
        }
        finally
        {
            _buffer.Release();
        }
    }

    private void BeginRecords()
    {
        if (_enumerated)
        {
            throw new InvalidOperationException("The records of an indexed profile can be enumerated once.");
        }

        _enumerated = true;
    }

    private IEnumerable<FunctionRecord> Enumerate()
    {
        try
        {
            foreach (var record in _records.Enumerate())
            {
                yield return record;
            }
        }
        finally
        {
            _buffer.Release();
        }
    }
}
