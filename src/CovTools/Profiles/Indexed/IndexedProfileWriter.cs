namespace CovTools.Profiles;

/// <summary>
/// Writes indexed profiles (.profdata) version 7 to 14, byte for byte as llvm-profdata merge of a release does for the same records in the same order
/// (InstrProfWriter in llvm/ProfileData/InstrProfWriter.cpp). One pass decides the layout, one writes: the stream need not seek.
/// </summary>
public sealed class IndexedProfileWriter
{
    private const ulong ContextSensitiveHash = 1UL << 60;

    /// <summary>The version that --write-prev-version of llvm-profdata 19 and newer writes.</summary>
    private const int PreviousVersion = 11;

    private readonly ProfileContent _profile;
    private readonly LittleEndianWriter _writer;
    private readonly LlvmRelease _release;
    private readonly int _version;
    private readonly TemporalTraces? _traces;
    private readonly byte[] _virtualTables;

    private IndexedProfileWriter(ProfileContent profile, Stream stream, ProfileWriteOptions options)
    {
        _profile = profile;
        _writer = new LittleEndianWriter(stream);
        _release = profile.Release;
        _version = options.PreviousVersion && _release.IndexedVersion > PreviousVersion ? PreviousVersion : _release.IndexedVersion;
        _traces = _version >= 10 ? profile.Traces : null;
        _virtualTables = _version >= 12 ? NamesEncoding.Encode(profile.VirtualTableNames) : [];
    }

    /// <summary>Writes <paramref name="profile"/>.</summary>
    /// <param name="profile">The records.</param>
    /// <param name="stream">Written from its current position on, sequentially; not flushed to disk, not closed.</param>
    /// <param name="options">How; null for everything in the version of the profile's release.</param>
    /// <exception cref="InvalidOperationException">The format cannot express it: more than 65,535 names share a bucket of the hash table, or the values of a function take 4 GiB.</exception>
    public static void Write(ProfileBuilder profile, Stream stream, ProfileWriteOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(stream);
        options ??= ProfileWriteOptions.Default;
        new IndexedProfileWriter(new ProfileContent(profile, options), stream, options).Write();
    }

    private void Write()
    {
        // The summary needs the counters and the table the names: two threads do both.
        var summarizing = Task.Run(Summaries);
        var order = Array.FindAll(_profile.NamesInOrder, _profile.IsKept);
        var table = new ChainedHashTable(_profile.Names, order);
        var summaries = summarizing.GetAwaiter().GetResult();
        var payload = new IndexedPayload(_profile, table, _version, (ulong)(IndexedHeader.SizeOf(_version) + (summaries.Count * ProfileSummary.FileSize)));
        var index = (payload.End + 7) & ~7UL;
        var binaryIds = index + 16 + (8 * (ulong)table.BucketCount);

        WriteHeader(index, binaryIds);
        foreach (var summary in summaries)
        {
            summary.Write(_writer);
        }

        payload.Write(_writer);
        _writer.Pad8();
        _writer.U64((ulong)table.BucketCount);
        _writer.U64((ulong)order.Length);
        _writer.U64s(payload.Offsets);
        WriteTail();
        _writer.Flush();
    }

    /// <summary>One summary, and a second one for context-sensitive records when the profile has that kind.</summary>
    private List<ProfileSummary> Summaries()
    {
        var plain = new ProfileSummary(_release);
        var contextSensitive = new ProfileSummary(_release);
        foreach (ref readonly var entry in _profile.Entries)
        {
            if (_profile.IsKept(entry.Name))
            {
                ((entry.FunctionHash & ContextSensitiveHash) == 0 ? plain : contextSensitive).Add(entry.Counters.Span);
            }
        }

        return _profile.Flags.HasFlag(ProfileFlags.ContextSensitive) ? [plain, contextSensitive] : [plain];
    }

    private void WriteHeader(ulong index, ulong binaryIds)
    {
        _writer.U64(IndexedHeader.Magic);
        _writer.U64((uint)_version | (ulong)(_profile.Flags | (_traces is null ? ProfileFlags.None : ProfileFlags.Temporal)));
        _writer.U64(0); // unused since version 4
        _writer.U64(0); // names are hashed with MD5
        _writer.U64(index);
        if (_version >= 8)
        {
            _writer.U64(0); // no memory profile
        }

        if (_version >= 9)
        {
            _writer.U64(binaryIds);
        }

        if (_version >= 10)
        {
            _writer.U64(_traces is null ? 0 : binaryIds + 8 + BinaryIdsSize() + VirtualTablesSize());
        }

        if (_version >= 12)
        {
            _writer.U64(binaryIds + 8 + BinaryIdsSize());
        }
    }

    private ulong BinaryIdsSize()
    {
        var size = 0UL;
        foreach (var id in _profile.BinaryIds)
        {
            size += 8 + ((((ulong)id.Length / 2) + 7) & ~7UL);
        }

        return size;
    }

    private void WriteTail()
    {
        if (_version >= 9)
        {
            _writer.U64(BinaryIdsSize());
            foreach (var id in _profile.BinaryIds.Order(StringComparer.Ordinal))
            {
                var bytes = Convert.FromHexString(id);
                _writer.U64((ulong)bytes.Length);
                _writer.Bytes(bytes);
                _writer.Bytes("\0\0\0\0\0\0\0"u8[..((8 - (bytes.Length & 7)) & 7)]);
            }
        }

        if (_version >= 12)
        {
            _writer.U64((ulong)_virtualTables.Length);
            _writer.Bytes(_virtualTables);
            _writer.Pad8();
        }

        if (_traces is not null)
        {
            WriteTraces(_traces);
        }
    }

    private ulong VirtualTablesSize() => _version >= 12 ? 8 + (((ulong)_virtualTables.Length + 7) & ~7UL) : 0;

    private void WriteTraces(TemporalTraces traces)
    {
        _writer.U64((ulong)traces.Traces.Count);
        _writer.U64(traces.StreamSize);
        foreach (var trace in traces.Traces)
        {
            _writer.U64(trace.Weight);
            _writer.U64((ulong)trace.Functions.Count);
            foreach (var function in trace.Functions)
            {
                _writer.U64(function);
            }
        }
    }
}
