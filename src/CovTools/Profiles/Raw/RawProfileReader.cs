using System.Runtime.InteropServices;
using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Reads raw profiles (.profraw) of versions 5 and 7 to 11, 32 and 64 bit, either byte order, several in one file
/// (RawInstrProfReader in llvm/ProfileData/InstrProfReader.cpp). Value profiling data is checked and skipped.
/// </summary>
public static class RawProfileReader
{
    private const int TimeStampSize = 8;

    /// <summary>A record may share counters with others, but records that claim the whole section many times over are damage.</summary>
    private const ulong MaximumSharing = 8;

    /// <summary>Whether a file starts like a raw profile; 8 bytes are enough.</summary>
    public static bool IsRawProfile(ReadOnlySpan<byte> start) => start.Length >= 8 && RawProfileHeader.TryReadMagic(start, out _, out _);

    /// <summary>The profiles of a file, one after another; each is read when it is asked for. An empty file has none.</summary>
    /// <param name="source">The file; must stay open while the result is enumerated.</param>
    /// <returns>The profiles that have functions. Those before a damaged place are returned before the exception.</returns>
    /// <exception cref="MalformedDataException">While enumerating: the file is not a raw profile, is cut off or damaged.</exception>
    public static IEnumerable<RawProfile> Read(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return ReadAll(source);
    }

    private static IEnumerable<RawProfile> ReadAll(IByteSource source)
    {
        var magic = 0UL;
        for (var offset = 0UL; offset < (ulong)source.Length;)
        {
            var header = RawProfileHeader.Read(source, offset);
            if (magic != 0 && header.Magic != magic)
            {
                throw new MalformedDataException(source.Name, (long)offset, "a profile of another pointer width follows the first one");
            }

            magic = header.Magic;
            var sections = new RawProfileSections(source, offset, header);
            var records = ReadRecords(source, header, sections);
            var end = SkipValueData(source, header, records, sections.End);
            if (records.Length > 0)
            {
                yield return Decode(source, header, sections, records);
            }

            offset = SkipZeros(source, end);
        }
    }

    private static RawProfile Decode(IByteSource source, RawProfileHeader header, RawProfileSections sections, RawRecord[] records)
    {
        var namesSection = source.ReadBytes(sections.Names, header.NamesSize, "function names");
        var functions = ResolveFunctions(source, header, sections, records);
        return new RawProfile(header)
        {
            BinaryIds = ReadBinaryIds(source, header, sections),
            Functions = functions,
            Counters = ReadCounters(source, header, sections),
            Bitmap = source.ReadBytes(sections.Bitmap, header.BitmapSize, "bitmaps"),
            NamesSection = namesSection,
            Names = NameTable.Read(namesSection, source.Name, (long)sections.Names),
        };
    }

    private static RawRecord[] ReadRecords(IByteSource source, RawProfileHeader header, RawProfileSections sections)
    {
        var stride = header.Layout.Stride;
        var bytes = source.ReadBytes(sections.Records, header.RecordCount * (ulong)stride, "function records");
        var records = new RawRecord[header.RecordCount];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = header.Layout.Read(bytes.AsSpan(i * stride, stride), header.Order);
        }

        return records;
    }

    private static RawFunction[] ResolveFunctions(IByteSource source, RawProfileHeader header, RawProfileSections sections, RawRecord[] records)
    {
        var stride = (ulong)header.Layout.Stride;
        var counterSize = (ulong)header.CounterSize;
        var stamp = header.Flags.HasFlag(ProfileFlags.Temporal) ? TimeStampSize / (uint)counterSize : 0;
        var relative = header.Layout.IsRelative || IsRelativeVersion7(header);
        var functions = new RawFunction[records.Length];
        var claimed = 0UL;
        for (var i = 0; i < records.Length; i++)
        {
            var record = records[i];
            var shift = relative ? (ulong)i * stride : 0;
            var place = (long)(sections.Records + ((ulong)i * stride));
            var counters = Offset(header, record.CounterPointer, header.CountersDelta, shift);
            var first = Check(source, place, counters, counterSize, record.CounterCount, header.CounterCount, "counters");
            if (record.CounterCount <= stamp)
            {
                throw new MalformedDataException(source.Name, place, $"function record {i} has {record.CounterCount} counters");
            }

            claimed += record.CounterCount;
            var bitmap = record.BitmapSize == 0
                ? 0
                : Check(source, place, Offset(header, record.BitmapPointer, header.BitmapDelta, shift), 1, record.BitmapSize, header.BitmapSize, "bitmap bytes");
            functions[i] = new RawFunction(
                record.NameHash, record.FunctionHash, first + (int)stamp, (int)(record.CounterCount - stamp), bitmap, (int)record.BitmapSize);
        }

        return claimed / MaximumSharing <= header.CounterCount
            ? functions
            : throw new MalformedDataException(source.Name, (long)sections.Records, $"function records claim {claimed} counters of {header.CounterCount}");
    }

    /// <summary>A snapshot between LLVM 13 and 14 wrote relative pointers in version 7: the distance of two sections instead of an address.</summary>
    private static bool IsRelativeVersion7(RawProfileHeader header)
    {
        const long LongestDistance = 1L << 40;
        return header.Layout.Version == 7 && (long)header.CountersDelta is < 0 and > -LongestDistance;
    }

    private static ulong Offset(RawProfileHeader header, ulong pointer, ulong delta, ulong shift)
    {
        var offset = unchecked(pointer - (delta - shift));
        return header.Order.Is64Bit ? offset : (uint)offset;
    }

    private static int Check(IByteSource source, long place, ulong offset, ulong size, uint count, ulong total, string what)
    {
        if (offset % size != 0 || offset / size >= total || count > total - (offset / size))
        {
            throw new MalformedDataException(source.Name, place, $"{count} {what} at {(long)offset} are not within the {total} {what} of the profile");
        }

        return offset / size <= int.MaxValue
            ? (int)(offset / size)
            : throw new MalformedDataException(source.Name, place, $"the profile has too many {what}");
    }

    private static ulong[] ReadCounters(IByteSource source, RawProfileHeader header, RawProfileSections sections)
    {
        var bytes = source.ReadBytes(sections.Counters, header.CounterCount * (ulong)header.CounterSize, "counters");
        if (header.CounterSize == 1)
        {
            // A byte starts as 0xff and becomes 0 when it is executed.
            return Array.ConvertAll(bytes, value => value == 0 ? 1UL : 0UL);
        }

        var counters = MemoryMarshal.Cast<byte, ulong>(bytes).ToArray();
        if (header.Order.BigEndian == BitConverter.IsLittleEndian)
        {
            System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(counters, counters);
        }

        return counters;
    }

    private static List<string> ReadBinaryIds(IByteSource source, RawProfileHeader header, RawProfileSections sections)
    {
        var bytes = source.ReadBytes(sections.BinaryIds, header.BinaryIdsSize, "binary ids");
        var ids = new List<string>();
        for (var position = 0; position < bytes.Length;)
        {
            var place = (long)sections.BinaryIds + position;
            if (bytes.Length - position < 8)
            {
                throw new MalformedDataException(source.Name, place, "not enough room for the length of a binary id");
            }

            var length = header.Order.U64(bytes, position);
            position += 8;
            if (length == 0 || length > (ulong)(bytes.Length - position))
            {
                throw new MalformedDataException(source.Name, place, $"a binary id of {length} bytes in {bytes.Length - position} bytes");
            }

            ids.Add(Convert.ToHexStringLower(bytes, position, (int)length));
            var padding = header.Layout.Version >= 8 ? (8 - ((int)length & 7)) & 7 : 0;
            position = (int)Math.Min(position + (long)length + padding, bytes.Length);
        }

        return ids;
    }

    private static ulong SkipValueData(IByteSource source, RawProfileHeader header, RawRecord[] records, ulong position)
    {
        Span<byte> bytes = stackalloc byte[8];
        foreach (var record in records)
        {
            if (!record.HasValueSites)
            {
                continue;
            }

            source.Require(position, 8, "value profiling data");
            source.Read((long)position, bytes);
            var size = header.Order.U32(bytes, 0);
            var kinds = header.Order.U32(bytes, 4);
            if (size < 8 || size % 8 != 0 || kinds > header.Layout.ValueKinds)
            {
                throw new MalformedDataException(source.Name, (long)position, $"value profiling data of {size} bytes with {kinds} kinds");
            }

            source.Require(position, size, "value profiling data");
            position += size;
        }

        return position;
    }

    private static ulong SkipZeros(IByteSource source, ulong position)
    {
        var chunk = new byte[4096];
        while (position < (ulong)source.Length)
        {
            var size = (int)Math.Min((ulong)chunk.Length, (ulong)source.Length - position);
            source.Read((long)position, chunk.AsSpan(0, size));
            var found = chunk.AsSpan(0, size).IndexOfAnyExcept((byte)0);
            if (found >= 0)
            {
                return position + (ulong)found;
            }

            position += (ulong)size;
        }

        return position;
    }
}
