using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// An indexed profile whose functions are looked up in the hash table of the file, as LLVM's tools do: nothing is built in memory, and only what is asked for is
/// read and checked. Safe for concurrent use.
/// </summary>
public sealed class IndexedProfileTable : ICounterSource
{
    private readonly IndexedBuffer _buffer;
    private readonly IndexedRecords _records;

    /// <summary>Reads the file, and checks everything but the records.</summary>
    /// <param name="source">Is read once, as a whole; not needed afterwards.</param>
    /// <exception cref="MalformedDataException">It is no indexed profile, of an unknown version, cut off or damaged.</exception>
    public IndexedProfileTable(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        _buffer = new IndexedBuffer(source, isWhole: true);
        var header = IndexedHeader.Read(_buffer);
        IndexedVersion = header.Version;
        Flags = header.Flags & ~ProfileFlags.MemoryProfile;
        Summaries = IndexedSections.ReadSummaries(_buffer, header, out var start);
        _records = new IndexedRecords(_buffer, header, start);
        BinaryIds = IndexedSections.ReadBinaryIds(_buffer, header);
    }

    /// <summary>Version of the file, 1 to 14.</summary>
    public int IndexedVersion { get; }

    /// <summary>Kind of the profile.</summary>
    public ProfileFlags Flags { get; }

    /// <summary>The summaries as they are in the file.</summary>
    public IReadOnlyList<ProfileTotals> Summaries { get; }

    /// <summary>Build ids of the modules that it is about, lower-case hex.</summary>
    public IReadOnlyList<string> BinaryIds { get; }

    /// <inheritdoc/>
    public bool HasSingleByteCounters => Flags.HasFlag(ProfileFlags.SingleByte);

    /// <inheritdoc/>
    public void Expect(ReadOnlySpan<ulong> nameHashes) => _records.Touch(nameHashes);

    /// <inheritdoc/>
    /// <exception cref="MalformedDataException">The part of the file that should hold it is damaged.</exception>
    public bool TryGetCounters(ulong nameHash, ulong functionHash, out ReadOnlySpan<ulong> counters)
    {
        counters = default;
        if (!_records.TryFind(nameHash, functionHash, out var record, out _))
        {
            return false;
        }

        counters = MemoryMarshal.Cast<byte, ulong>(_buffer.Span(record.Counters, record.CounterCount * 8));
        if (!BitConverter.IsLittleEndian)
        {
            var reversed = new ulong[counters.Length];
            BinaryPrimitives.ReverseEndianness(counters, reversed);
            counters = reversed;
        }

        return true;
    }

    /// <inheritdoc/>
    /// <exception cref="MalformedDataException">The part of the file that should hold it is damaged.</exception>
    public bool TryGetBitmap(ulong nameHash, ulong functionHash, out ReadOnlySpan<byte> bitmap)
    {
        bitmap = _records.TryFind(nameHash, functionHash, out var record, out _) ? _records.BitmapOf(record) : default;
        return !bitmap.IsEmpty;
    }

    /// <inheritdoc/>
    /// <exception cref="MalformedDataException">The part of the file that should hold the name is damaged.</exception>
    public CounterMiss ExplainMiss(ulong nameHash, ulong functionHash)
    {
        _records.TryFind(nameHash, functionHash, out _, out var miss);
        return miss;
    }

    /// <inheritdoc/>
    /// <exception cref="MalformedDataException">The part of the file that should hold the name is damaged.</exception>
    public IReadOnlyList<ulong> HashesOf(ulong nameHash) => _records.HashesOf(nameHash);
}
