using System.Buffers.Binary;
using CovTools.Modules;
using CovTools.Objects;

namespace CovTools.Live;

/// <summary>
/// A raw profile made of a module's file and its counters (lprofWriteDataImpl in compiler-rt/lib/profile/InstrProfilingWriter.c): 64 bit, little-endian, of the module's own version
/// up to 10. Addresses are made up; only their differences matter.
/// </summary>
internal static class RawProfileImage
{
    private const ulong Magic = 0xFF6C70726F667281;
    private const int OldestVersion = 7;
    private const int NewestVersion = 10;
    private const ulong DataAddress = 0x10_0000;

    /// <summary>Writes it.</summary>
    /// <exception cref="MalformedDataException">The module's file makes no sense, or is no 64-bit little-endian one.</exception>
    public static void Write(LiveCounters counters, Stream stream)
    {
        var module = counters.Module;
        var layout = module.Layout;
        if (!module.File.Is64Bit || module.File.IsBigEndian)
        {
            throw new MalformedDataException(module.Path, -1, "raw profiles are written for 64-bit little-endian modules only; save an indexed one");
        }

        var version = Math.Clamp(layout.RawVersion, OldestVersion, NewestVersion);
        var names = module.File.FindSection("__llvm_prf_names") is { } section ? module.File.ReadSection(section) : [];
        var buildId = Convert.FromHexString(layout.BuildId);
        var stride = version >= 9 ? 64 : 48;
        var countersAddress = DataAddress + ((ulong)layout.Functions.Count * (ulong)stride);
        var bitmapAddress = countersAddress + (ulong)module.CounterBytes;
        var records = Records(layout, version, stride, countersAddress, bitmapAddress);
        var binaryIds = BinaryIds(buildId, version);
        var shift = version >= 8 ? DataAddress : 0;
        List<ulong> header =
        [
            Magic, (uint)version | (ulong)layout.Flags, (ulong)binaryIds.Length, (ulong)layout.Functions.Count, (ulong)Padding(binaryIds.Length),
            (ulong)module.Total, (ulong)Padding(module.CounterBytes),
        ];
        if (version >= 9)
        {
            header.AddRange([(ulong)module.BitmapBytes, (ulong)Padding(module.BitmapBytes)]);
        }

        header.AddRange([(ulong)names.Length, countersAddress - shift]);
        if (version >= 9)
        {
            header.Add(bitmapAddress - shift);
        }

        header.Add(bitmapAddress + (ulong)module.BitmapBytes); // of the names
        if (version >= 10)
        {
            header.AddRange([0, 0]); // virtual tables
        }

        header.Add(version >= 10 ? 2UL : 1UL); // last kind of value
        var words = new byte[header.Count * sizeof(ulong)];
        for (var i = 0; i < header.Count; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(words.AsSpan(i * sizeof(ulong)), header[i]);
        }

        stream.Write(words);
        WritePadded(stream, binaryIds);
        stream.Write(records);
        WritePadded(stream, counters.CounterMemory);
        if (version >= 9)
        {
            WritePadded(stream, counters.BitmapMemory);
        }

        WritePadded(stream, names);
    }

    private static byte[] Records(ModuleLayout layout, int version, int stride, ulong countersAddress, ulong bitmapAddress)
    {
        var bytes = new byte[checked(layout.Functions.Count * stride)];
        for (var i = 0; i < layout.Functions.Count; i++)
        {
            var function = layout.Functions[i];
            var record = bytes.AsSpan(i * stride, stride);
            var origin = version >= 8 ? DataAddress + ((ulong)i * (ulong)stride) : 0;
            BinaryPrimitives.WriteUInt64LittleEndian(record, function.NameHash);
            BinaryPrimitives.WriteUInt64LittleEndian(record[8..], function.FunctionHash);
            BinaryPrimitives.WriteUInt64LittleEndian(record[16..], unchecked(countersAddress + ((ulong)function.FirstCounter * (ulong)layout.CounterSize) - origin));
            BinaryPrimitives.WriteUInt32LittleEndian(record[(version >= 9 ? 48 : 40)..], (uint)function.CounterCount);
            if (version >= 9 && function.BitmapSize > 0)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(record[24..], unchecked(bitmapAddress + (ulong)function.FirstBitmapByte - origin));
                BinaryPrimitives.WriteUInt32LittleEndian(record[(version >= 10 ? 60 : 56)..], (uint)function.BitmapSize);
            }
        }

        return bytes;
    }

    private static byte[] BinaryIds(byte[] buildId, int version)
    {
        if (buildId.Length == 0)
        {
            return [];
        }

        var bytes = new byte[sizeof(ulong) + buildId.Length + (version >= 8 ? Padding(buildId.Length) : 0)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)buildId.Length);
        buildId.CopyTo(bytes, sizeof(ulong));
        return bytes;
    }

    private static int Padding(int size) => (8 - (size & 7)) & 7;

    private static void WritePadded(Stream stream, byte[] bytes)
    {
        stream.Write(bytes);
        stream.Write(stackalloc byte[Padding(bytes.Length)]);
    }
}
