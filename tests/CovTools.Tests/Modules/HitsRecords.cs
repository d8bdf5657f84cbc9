using System.Buffers.Binary;
using System.Text;
using CovTools.Modules;

namespace CovTools.Tests.Modules;

/// <summary>Hits as the driver sends them (docs/driver-protocol.md).</summary>
internal static class HitsRecords
{
    public static byte[] Of(params IEnumerable<ModuleHits> modules) => [.. modules.SelectMany(Record)];

    public static ModuleHits Hits(string id, (uint Index, ulong Value)[] counters, (uint Index, byte Value)[]? bitmap = null, int counterSize = 8, string path = "/lib/x.so", long counterBytes = 800_000) => new()
    {
        Id = id,
        Path = path,
        CounterSize = counterSize,
        CounterBytes = counterBytes,
        BitmapBytes = 1000,
        Indices = [.. counters.Select(counter => counter.Index)],
        Values = [.. counters.Select(counter => counter.Value)],
        BitmapIndices = [.. (bitmap ?? []).Select(entry => entry.Index)],
        BitmapValues = [.. (bitmap ?? []).Select(entry => entry.Value)],
    };

    public static void ShouldBeSame(ModuleHits left, ModuleHits right)
    {
        left.Id.ShouldBe(right.Id);
        (left.CounterSize, left.CounterBytes, left.BitmapBytes).ShouldBe((right.CounterSize, right.CounterBytes, right.BitmapBytes));
        left.Indices.ShouldBe(right.Indices);
        left.Values.ShouldBe(right.Values);
        left.BitmapIndices.ShouldBe(right.BitmapIndices);
        left.BitmapValues.ShouldBe(right.BitmapValues);
    }

    private static byte[] Record(ModuleHits hits)
    {
        var body = new List<byte>();
        var previous = -1L;
        for (var i = 0; i < hits.Indices.Length; i++)
        {
            Uleb(body, (ulong)(hits.Indices[i] - previous - 1));
            Uleb(body, hits.Values[i]);
            previous = hits.Indices[i];
        }

        previous = -1;
        for (var i = 0; i < hits.BitmapIndices.Length; i++)
        {
            Uleb(body, (ulong)(hits.BitmapIndices[i] - previous - 1));
            body.Add(hits.BitmapValues[i]);
            previous = hits.BitmapIndices[i];
        }

        var id = Encoding.ASCII.GetBytes(hits.Id);
        var path = Encoding.UTF8.GetBytes(hits.Path);
        var head = new byte[34];
        head[0] = (byte)'H';
        head[1] = (byte)hits.CounterSize;
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(2), (ushort)id.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(head.AsSpan(4), (ushort)path.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(6), (ulong)hits.CounterBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(head.AsSpan(14), (ulong)hits.BitmapBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(22), (uint)hits.Indices.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(26), (uint)hits.BitmapIndices.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(30), (uint)body.Count);
        return [.. head, .. id, .. path, .. body];
    }

    private static void Uleb(List<byte> output, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            output.Add((byte)(value | 0x80));
        }

        output.Add((byte)value);
    }
}
