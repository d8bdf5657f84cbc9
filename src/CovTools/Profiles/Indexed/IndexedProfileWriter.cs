namespace CovTools.Profiles;

/// <summary>
/// Writes indexed profiles (.profdata) version 7 to 14, byte for byte as llvm-profdata merge of a release does for the same records in the same order
/// (InstrProfWriter in llvm/ProfileData/InstrProfWriter.cpp). One pass decides the layout, one writes: the stream need not seek.
/// </summary>
public sealed class IndexedProfileWriter
{
    private const ulong Magic = 0x8169666F72706CFF;
    private const ulong ContextSensitiveHash = 1UL << 60;
    private const int EmptyValueData = 8;

    private readonly ProfileBuilder _profile;
    private readonly LittleEndianWriter _writer;
    private readonly int _version;

    private IndexedProfileWriter(ProfileBuilder profile, Stream stream)
    {
        _profile = profile;
        _writer = new LittleEndianWriter(stream);
        _version = profile.Release.IndexedVersion;
    }

    private int HeaderSize => _version switch
    {
        <= 7 => 40,
        8 => 48,
        9 => 56,
        <= 11 => 64,
        _ => 72,
    };

    /// <summary>Writes <paramref name="profile"/> in the version of its release.</summary>
    /// <param name="profile">The records.</param>
    /// <param name="stream">Written from its current position on, sequentially; not flushed to disk, not closed.</param>
    /// <exception cref="InvalidOperationException">More than 65,535 names share a bucket of the hash table, which the format cannot express.</exception>
    public static void Write(ProfileBuilder profile, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(stream);
        new IndexedProfileWriter(profile, stream).Write();
    }

    private void Write()
    {
        var table = new ChainedHashTable(_profile.Names, HashTableOrder.OfNames(_profile.Names, _profile.Release));
        var summaries = Summaries();
        var payload = (ulong)(HeaderSize + (summaries.Count * ProfileSummary.FileSize));
        var offsets = BucketOffsets(table, payload, out var end);
        var index = (end + 7) & ~7UL;
        var binaryIds = index + 16 + (8 * (ulong)table.BucketCount);

        WriteHeader(index, binaryIds);
        foreach (var summary in summaries)
        {
            summary.Write(_writer);
        }

        WritePayload(table);
        _writer.Pad8();
        _writer.U64((ulong)table.BucketCount);
        _writer.U64((ulong)_profile.NameCount);
        _writer.U64s(offsets);
        WriteTail();
        _writer.Flush();
    }

    /// <summary>One summary, and a second one for context-sensitive records when the profile has that kind.</summary>
    private List<ProfileSummary> Summaries()
    {
        var plain = new ProfileSummary(_profile.Release);
        var contextSensitive = new ProfileSummary(_profile.Release);
        foreach (var entry in _profile.Entries)
        {
            ((entry.FunctionHash & ContextSensitiveHash) == 0 ? plain : contextSensitive).Add(entry.Counters.Span);
        }

        return _profile.Flags.HasFlag(ProfileFlags.ContextSensitive) ? [plain, contextSensitive] : [plain];
    }

    private ulong[] BucketOffsets(ChainedHashTable table, ulong start, out ulong end)
    {
        var offsets = new ulong[table.BucketCount];
        for (var bucket = 0; bucket < offsets.Length; bucket++)
        {
            var size = 0UL;
            for (var name = table.First(bucket); name >= 0; name = table.Next(name))
            {
                size += 24 + (ulong)_profile.Names[name].Bytes.Length + DataSize(name);
            }

            if (size > 0)
            {
                offsets[bucket] = start;
                start += 2 + size;
            }
        }

        end = start;
        return offsets;
    }

    private ulong DataSize(int name)
    {
        var size = 0UL;
        for (var index = _profile.Names[name].FirstEntry; index >= 0; index = _profile.Entries[index].NextEntry)
        {
            ref readonly var entry = ref _profile.Entries[index];
            size += 16 + (8 * (ulong)entry.Counters.Length) + EmptyValueData;
            size += _version switch
            {
                < 11 => 0,
                < 14 => 8 + (8 * (ulong)entry.Bitmap.Length),
                _ => 16 + (((ulong)entry.Bitmap.Length + 7) & ~7UL),
            };
        }

        return size;
    }

    private void WriteHeader(ulong index, ulong binaryIds)
    {
        _writer.U64(Magic);
        _writer.U64((uint)_version | (ulong)_profile.Flags);
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
            _writer.U64(0); // no temporal traces
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

    private void WritePayload(ChainedHashTable table)
    {
        for (var bucket = 0; bucket < table.BucketCount; bucket++)
        {
            var count = 0;
            for (var name = table.First(bucket); name >= 0; name = table.Next(name))
            {
                count++;
            }

            if (count == 0)
            {
                continue;
            }

            if (count > ushort.MaxValue)
            {
                throw new InvalidOperationException($"{count} function names share bucket {bucket} of the profile's hash table; the format allows {ushort.MaxValue}.");
            }

            _writer.U16((ushort)count);
            for (var name = table.First(bucket); name >= 0; name = table.Next(name))
            {
                WriteItem(name);
            }
        }
    }

    private void WriteItem(int index)
    {
        var name = _profile.Names[index];
        _writer.U64(name.Hash);
        _writer.U64((ulong)name.Bytes.Length);
        _writer.U64(DataSize(index));
        _writer.Bytes(name.Bytes.Span);
        if (name.EntryCount == 1)
        {
            WriteRecord(_profile.Entries[name.FirstEntry]);
            return;
        }

        var entries = new ProfileEntry[name.EntryCount];
        var hashes = new ulong[name.EntryCount];
        var next = name.FirstEntry;
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = _profile.Entries[next];
            hashes[i] = entries[i].FunctionHash;
            next = entries[i].NextEntry;
        }

        foreach (var i in HashTableOrder.OfFunctionHashes(hashes, _profile.Release))
        {
            WriteRecord(entries[i]);
        }
    }

    private void WriteRecord(in ProfileEntry entry)
    {
        _writer.U64(entry.FunctionHash);
        _writer.U64((ulong)entry.Counters.Length);
        _writer.U64s(entry.Counters.Span);
        if (_version >= 11)
        {
            WriteBitmap(entry.Bitmap.Span);
        }

        _writer.U32(EmptyValueData);
        _writer.U32(0); // value kinds
    }

    private void WriteBitmap(ReadOnlySpan<byte> bitmap)
    {
        _writer.U64((ulong)bitmap.Length);
        if (_version < 14)
        {
            foreach (var value in bitmap)
            {
                _writer.U64(value);
            }

            return;
        }

        _writer.Bytes(bitmap);
        _writer.Bytes("\0\0\0\0\0\0\0"u8[..((8 - (bitmap.Length & 7)) & 7)]);
        _writer.U64(0); // uniformity bytes
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
            _writer.U64(0); // no virtual table names
        }
    }
}
