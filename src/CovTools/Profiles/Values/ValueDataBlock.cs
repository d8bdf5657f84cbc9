using System.Buffers.Binary;

namespace CovTools.Profiles;

/// <summary>
/// The values of a function in an indexed profile, little-endian (ValueProfData in llvm/ProfileData/InstrProfData.inc): total size, number of kinds, and per kind
/// its number, the number of sites, a byte per site with the number of its values, and the values.
/// </summary>
internal static class ValueDataBlock
{
    /// <summary>Size of a block without values, bytes; read as a number, that block is its size.</summary>
    public const int EmptySize = 8;

    /// <summary>Kinds that a release knows: virtual tables since 19.</summary>
    public static int KindsOf(LlvmRelease release) => release.Major >= 19 ? ValueProfile.KindCount : ValueProfile.KindCount - 1;

    /// <summary>Bytes that <see cref="Write"/> writes.</summary>
    public static ulong SizeOf(ValueProfile? values, int kinds)
    {
        var size = (ulong)EmptySize;
        for (var kind = 0; values is not null && kind < kinds; kind++)
        {
            var sites = values.Sites((ValueKind)kind);
            if (sites.Count == 0)
            {
                continue;
            }

            size += Pad8(8 + (ulong)sites.Count);
            foreach (var site in sites)
            {
                size += 16 * (ulong)Kept(site);
            }
        }

        return size;
    }

    /// <summary>Writes a block.</summary>
    /// <exception cref="InvalidOperationException">The block is larger than the 4 GiB that its size field can tell.</exception>
    public static void Write(LittleEndianWriter writer, ValueProfile? values, int kinds)
    {
        var size = SizeOf(values, kinds);
        if (size > uint.MaxValue)
        {
            throw new InvalidOperationException($"The values of a function take {size} bytes; the format allows {uint.MaxValue}.");
        }

        writer.U32((uint)size);
        writer.U32(CountKinds(values, kinds));
        for (var kind = 0; values is not null && kind < kinds; kind++)
        {
            var sites = values.Sites((ValueKind)kind);
            if (sites.Count > 0)
            {
                WriteKind(writer, (uint)kind, sites);
            }
        }
    }

    /// <summary>Reads a block.</summary>
    /// <param name="bytes">What is left of the function's data.</param>
    /// <param name="size">Size of the block in bytes.</param>
    /// <param name="values">Null when it has none.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? TryRead(ReadOnlySpan<byte> bytes, out int size, out ValueProfile? values)
    {
        size = 0;
        values = null;
        if (bytes.Length < EmptySize)
        {
            return $"value data of {bytes.Length} bytes";
        }

        var total = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        var kinds = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        if (total < EmptySize || total % 8 != 0 || total > (uint)bytes.Length)
        {
            return $"value data of {total} bytes where {bytes.Length} are left";
        }

        if (kinds > ValueProfile.KindCount)
        {
            return $"value data of {kinds} kinds";
        }

        size = (int)total;
        return kinds == 0 ? null : ReadKinds(bytes[EmptySize..size], kinds, out values);
    }

    private static string? ReadKinds(ReadOnlySpan<byte> bytes, uint count, out ValueProfile? values)
    {
        values = null;
        var kinds = new IReadOnlyList<ValueCount>[ValueProfile.KindCount][];
        Array.Fill(kinds, []);
        for (var i = 0U; i < count; i++)
        {
            if (bytes.Length < 8)
            {
                return "value data ends before its kinds do";
            }

            var kind = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var sites = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            var header = Pad8(8 + (ulong)sites);
            if (kind >= ValueProfile.KindCount || kinds[kind].Length > 0)
            {
                return $"value kind {kind} is unknown or there twice";
            }

            if (header > (ulong)bytes.Length)
            {
                return $"{sites} value sites in {bytes.Length} bytes";
            }

            if (!TryReadSites(bytes.Slice(8, (int)sites), bytes[(int)header..], out kinds[kind], out var used))
            {
                return "values go past the end of the value data";
            }

            bytes = bytes[((int)header + used)..];
        }

        values = new ValueProfile(kinds[0], kinds[1], kinds[2]);
        return null;
    }

    private static bool TryReadSites(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> bytes, out IReadOnlyList<ValueCount>[] sites, out int used)
    {
        sites = new IReadOnlyList<ValueCount>[counts.Length];
        used = 0;
        for (var site = 0; site < sites.Length; site++)
        {
            if (counts[site] * 16 > bytes.Length - used)
            {
                return false;
            }

            var values = new ValueCount[counts[site]];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = new ValueCount(BinaryPrimitives.ReadUInt64LittleEndian(bytes[used..]), BinaryPrimitives.ReadUInt64LittleEndian(bytes[(used + 8)..]));
                used += 16;
            }

            sites[site] = values;
        }

        return true;
    }

    private static uint CountKinds(ValueProfile? values, int kinds)
    {
        var count = 0U;
        for (var kind = 0; values is not null && kind < kinds; kind++)
        {
            count += values.Sites((ValueKind)kind).Count > 0 ? 1U : 0;
        }

        return count;
    }

    private static void WriteKind(LittleEndianWriter writer, uint kind, IReadOnlyList<IReadOnlyList<ValueCount>> sites)
    {
        writer.U32(kind);
        writer.U32((uint)sites.Count);
        foreach (var site in sites)
        {
            writer.Byte((byte)Kept(site));
        }

        for (var i = (ulong)sites.Count; i % 8 != 0; i++)
        {
            writer.Byte(0);
        }

        foreach (var site in sites)
        {
            for (var i = 0; i < Kept(site); i++)
            {
                writer.U64(site[i].Value);
                writer.U64(site[i].Count);
            }
        }
    }

    private static int Kept(IReadOnlyList<ValueCount> site) => Math.Min(site.Count, ValueMerge.MaximumValues);

    private static ulong Pad8(ulong size) => (size + 7) & ~7UL;
}
