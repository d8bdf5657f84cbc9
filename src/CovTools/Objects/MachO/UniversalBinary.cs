using System.Buffers.Binary;

namespace CovTools.Objects;

/// <summary>A Mach-O file for several processors (fat_header and fat_arch in mach-o/fat.h); its numbers are big-endian whatever the processors are.</summary>
internal static class UniversalBinary
{
    private const uint Magic32 = 0xcafebabe;
    private const uint Magic64 = 0xcafebabf;
    private const int HeaderSize = 8;

    /// <summary>Java class files start with the same bytes; their version stands where the number of slices does and is larger than any real one.</summary>
    private const uint MaximumSlices = 43;

    public static bool Recognise(ReadOnlySpan<byte> start) =>
        start.Length >= HeaderSize
        && BinaryPrimitives.ReadUInt32BigEndian(start) is Magic32 or Magic64
        && BinaryPrimitives.ReadUInt32BigEndian(start[4..]) < MaximumSlices;

    /// <summary>The slices in file order.</summary>
    /// <exception cref="MalformedDataException">A slice lies outside the file.</exception>
    public static IReadOnlyList<(string Architecture, IByteSource Source)> Slices(IByteSource source)
    {
        var header = source.ReadBytes(0, HeaderSize, "the header of a universal file");
        var wide = BinaryPrimitives.ReadUInt32BigEndian(header) == Magic64;
        var count = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
        var entrySize = wide ? 32 : 20;
        var order = new ByteOrder(BigEndian: true, wide);
        var table = source.ReadBytes(HeaderSize, (ulong)count * (ulong)entrySize, "the table of slices");
        var slices = new List<(string, IByteSource)>();
        for (var start = 0; start < table.Length; start += entrySize)
        {
            var architecture = MachOArchitecture.Flag(order.U32(table, start), order.U32(table, start + 4) & 0x00ffffff);
            var offset = order.Pointer(table, start + 8);
            var size = order.Pointer(table, start + (wide ? 16 : 12));
            slices.Add((architecture, new SlicedByteSource(source, offset, size, $"{source.Name}({architecture})")));
        }

        return slices;
    }
}
