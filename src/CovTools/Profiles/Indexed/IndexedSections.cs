using System.Runtime.InteropServices;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>What an indexed profile has besides its records (IndexedInstrProfReader::readHeader in llvm/ProfileData/InstrProfReader.cpp).</summary>
internal static class IndexedSections
{
    private const int FieldCount = 6;

    /// <summary>The summaries, from version 4 on; a second one for context-sensitive records when the profile has that kind.</summary>
    /// <param name="buffer">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="end">Offset after the last summary: where the records start.</param>
    public static IReadOnlyList<ProfileTotals> ReadSummaries(IndexedBuffer buffer, IndexedHeader header, out int end)
    {
        end = header.Size;
        var summaries = new List<ProfileTotals>();
        var count = header.Version < 4 ? 0 : header.Flags.HasFlag(ProfileFlags.ContextSensitive) ? 2 : 1;
        while (summaries.Count < count)
        {
            summaries.Add(ReadSummary(buffer, ref end));
        }

        return summaries;
    }

    /// <summary>Binary ids, lower-case hex.</summary>
    public static IReadOnlyList<string> ReadBinaryIds(IndexedBuffer buffer, IndexedHeader header)
    {
        if (header.Version < 9)
        {
            return [];
        }

        var size = buffer.RequireU64(header.BinaryIdsOffset, "the size of the binary ids");
        var position = buffer.Require(header.BinaryIdsOffset + 8, size, buffer.Length, "the binary ids");
        var end = position + (int)size;
        if (size % 8 != 0)
        {
            throw buffer.Malformed(header.BinaryIdsOffset, $"the size of the binary ids ({size}) is no multiple of 8");
        }

        var ids = new List<string>();
        while (position < end)
        {
            var length = buffer.U64(position);
            if (length == 0 || length > (ulong)(end - position - 8))
            {
                throw buffer.Malformed((ulong)position, $"a binary id of {length} bytes where {end - position - 8} are left");
            }

            ids.Add(Convert.ToHexStringLower(buffer.Span(position + 8, (int)length)));
            position += 8 + (((int)length + 7) & ~7);
        }

        return ids;
    }

    /// <summary>Names of virtual tables.</summary>
    public static IReadOnlyList<ReadOnlyMemory<byte>> ReadVirtualTableNames(IndexedBuffer buffer, IndexedHeader header, string file)
    {
        if (header.Version < 12)
        {
            return [];
        }

        var size = buffer.RequireU64(header.VirtualTablesOffset, "the size of the names of virtual tables");
        var position = buffer.Require(header.VirtualTablesOffset + 8, size, buffer.Length, "the names of virtual tables");
        return size == 0 ? [] : [.. NameTable.Read(buffer.Span(position, (int)size).ToArray(), file, position).Names.Values];
    }

    /// <summary>Temporal traces, when the profile has that kind.</summary>
    public static TemporalTraces ReadTraces(IndexedBuffer buffer, IndexedHeader header)
    {
        if (header.Version < 10 || !header.Flags.HasFlag(ProfileFlags.Temporal))
        {
            return TemporalTraces.None;
        }

        var position = buffer.Require(header.TracesOffset, 16, buffer.Length, "the number of temporal traces");
        var count = buffer.U64(position);
        var streamSize = buffer.U64(position + 8);
        position += 16;
        var traces = new List<TemporalTrace>();
        for (var i = 0UL; i < count; i++)
        {
            buffer.Require((ulong)position, 16, buffer.Length, "a temporal trace");
            var weight = buffer.U64(position);
            var length = buffer.U64(position + 8);
            if (length > (ulong)(buffer.Length - position - 16) / 8)
            {
                throw buffer.Malformed((ulong)position + 8, $"a temporal trace of {length} functions goes past the end of the file");
            }

            position += 16;
            traces.Add(new TemporalTrace(weight, U64s(buffer.Span(position, (int)length * 8))));
            position += (int)length * 8;
        }

        return new TemporalTraces(streamSize, traces);
    }

    /// <summary>Little-endian numbers, copied.</summary>
    private static ulong[] U64s(ReadOnlySpan<byte> bytes)
    {
        var values = new ulong[bytes.Length / 8];
        bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        if (!BitConverter.IsLittleEndian)
        {
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(values, values);
        }

        return values;
    }

    private static ProfileTotals ReadSummary(IndexedBuffer buffer, ref int position)
    {
        var start = buffer.Require((ulong)position, 16, buffer.Length, "the summary");
        var fields = buffer.U64(start);
        var cutoffs = buffer.U64(start + 8);
        var words = (ulong)(buffer.Length - start - 16) / 8;
        if (fields > words || cutoffs > (words - fields) / 3)
        {
            throw buffer.Malformed((ulong)start, $"a summary of {fields} fields and {cutoffs} cutoffs goes past the end of the file");
        }

        var first = start + 16;
        var next = first + ((int)fields * 8);
        Span<ulong> values = stackalloc ulong[FieldCount];
        for (var i = 0; i < FieldCount; i++)
        {
            values[i] = (ulong)i < fields ? buffer.U64(first + (i * 8)) : 0;
        }

        var entries = new ProfileCutoff[cutoffs];
        for (var i = 0; i < entries.Length; i++, next += 24)
        {
            entries[i] = new ProfileCutoff(buffer.U64(next), buffer.U64(next + 8), buffer.U64(next + 16));
        }

        position = next;
        return new ProfileTotals(values[0], values[1], values[2], values[3], values[4], values[5], entries);
    }
}
