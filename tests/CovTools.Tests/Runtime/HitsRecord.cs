using System.Buffers.Binary;
using System.Text;

namespace CovTools.Tests.Runtime;

/// <summary>A decoder of hits (docs/driver-protocol.md) that shares no code with the product: records of one module are added up.</summary>
internal sealed class HitsRecord
{
    public required string Id { get; init; }

    public required string Path { get; init; }

    public required int CounterSize { get; init; }

    public required ulong[] Counters { get; init; }

    public required byte[] Bitmap { get; init; }

    public int Records { get; private set; } = 1;

    /// <summary>Gets the counters as they are in a raw profile: 0 means executed in a single-byte counter.</summary>
    public byte[] RawCounters => CounterSize == 1
        ? [.. Counters.Select(value => value == 0 ? (byte)0xff : (byte)0)]
        : [.. Counters.SelectMany(BitConverter.GetBytes)];

    public static IReadOnlyDictionary<string, HitsRecord> Read(string file)
    {
        var modules = new Dictionary<string, HitsRecord>();
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(file);
        while (!bytes.IsEmpty)
        {
            var record = ReadOne(ref bytes);
            if (!modules.TryAdd(record.Id, record))
            {
                modules[record.Id].Add(record);
            }
        }

        return modules;
    }

    public static HitsRecord ReadOne(ref ReadOnlySpan<byte> bytes)
    {
        bytes[0].ShouldBe((byte)'H');
        var size = bytes[1];
        int idLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), pathLength = BinaryPrimitives.ReadUInt16LittleEndian(bytes[4..]);
        var counters = new ulong[checked((int)(BinaryPrimitives.ReadUInt64LittleEndian(bytes[6..]) / size))];
        var bitmap = new byte[checked((int)BinaryPrimitives.ReadUInt64LittleEndian(bytes[14..]))];
        var counterEntries = BinaryPrimitives.ReadUInt32LittleEndian(bytes[22..]);
        var bitmapEntries = BinaryPrimitives.ReadUInt32LittleEndian(bytes[26..]);
        var bodyLength = checked((int)BinaryPrimitives.ReadUInt32LittleEndian(bytes[30..]));
        var id = Encoding.ASCII.GetString(bytes.Slice(34, idLength));
        var path = Encoding.UTF8.GetString(bytes.Slice(34 + idLength, pathLength));
        var body = bytes.Slice(34 + idLength + pathLength, bodyLength);
        bytes = bytes[(34 + idLength + pathLength + bodyLength)..];
        var index = -1;
        for (var i = 0; i < counterEntries; i++)
        {
            index += 1 + checked((int)ReadUleb(ref body));
            counters[index] = ReadUleb(ref body);
            counters[index].ShouldNotBe(0UL);
        }

        index = -1;
        for (var i = 0; i < bitmapEntries; i++)
        {
            index += 1 + checked((int)ReadUleb(ref body));
            bitmap[index] = body[0];
            body = body[1..];
        }

        body.IsEmpty.ShouldBeTrue();
        return new HitsRecord { Id = id, Path = path, CounterSize = size, Counters = counters, Bitmap = bitmap };
    }

    private static ulong ReadUleb(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var current = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(current & 0x7f) << shift;
            if (current < 0x80)
            {
                return value;
            }
        }
    }

    private void Add(HitsRecord other)
    {
        other.Path.ShouldBe(Path);
        Records++;
        for (var i = 0; i < Counters.Length; i++)
        {
            Counters[i] += other.Counters[i];
        }

        for (var i = 0; i < Bitmap.Length; i++)
        {
            Bitmap[i] |= other.Bitmap[i];
        }
    }
}
