using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CovTools.Objects;

namespace CovTools.Tests.Profiles;

/// <summary>Builds raw profiles of any version, pointer width and byte order, as a runtime of that kind would write them.</summary>
internal sealed record SyntheticRawProfile
{
    private readonly List<byte> _bytes = [];

    public int Version { get; init; } = 10;

    public bool Is64Bit { get; init; } = true;

    public bool BigEndian { get; init; }

    public bool SingleByte { get; init; }

    public bool CompressNames { get; init; }

    public byte[] BinaryId { get; init; } = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20];

    public IReadOnlyList<(string Name, ulong Hash, ulong[] Counters, byte[] Bitmap)> Functions { get; init; } =
    [
        ("main", 0x18, [1, 2, 0], []),
        ("ex.c:pick", 0x1834e, [2, 0, 1, 0], [3, 0x80]),
        ("last", 7, [0x1_0000_0001], [5]),
    ];

    /// <summary>Value profiling data after the names: the site counts of every record are set to (1, 0, …).</summary>
    public bool ValueData { get; init; }

    private int CounterSize => SingleByte ? 1 : 8;

    private bool HasBitmaps => Version >= 9;

    private int Stride => (Version, Is64Bit) switch
    {
        ( <= 8, true) => 48,
        ( <= 8, false) => 40,
        (11, true) => 72,
        (11, false) => 56,
        (_, true) => 64,
        _ => 48,
    };

    public byte[] ToArray()
    {
        _bytes.Clear();
        const ulong DataAddress = 0x5000;
        var dataSize = (ulong)(Functions.Count * Stride);
        var countersAddress = DataAddress + dataSize + 64;
        var counterCount = Functions.Sum(function => function.Counters.Length);
        var bitmapSize = HasBitmaps ? Functions.Sum(function => function.Bitmap.Length) : 0;
        var bitmapAddress = countersAddress + (ulong)(counterCount * CounterSize);
        var names = Names();
        var counterPadding = SingleByte && Version >= 9 ? Pad(counterCount) : 0;
        var idPadding = Version >= 8 ? Pad(BinaryId.Length) : 0;

        U64(Is64Bit ? 0xFF6C70726F667281 : 0xFF6C70726F665281);
        U64((uint)Version | (SingleByte ? 1UL << 60 : 0) | (ValueData ? 1UL << 56 : 0));
        if (Version >= 7)
        {
            U64(BinaryId.Length == 0 ? 0 : (ulong)(8 + BinaryId.Length + idPadding));
        }

        U64((ulong)Functions.Count);
        U64(0);
        U64((ulong)counterCount);
        U64((ulong)counterPadding);
        if (HasBitmaps)
        {
            U64((ulong)bitmapSize);
            U64((ulong)Pad(bitmapSize));
        }

        if (Version >= 11)
        {
            U64(0);
            U64(0);
            U64(0);
        }

        U64((ulong)names.Length);
        U64(Version >= 8 ? countersAddress - DataAddress : countersAddress);
        if (HasBitmaps)
        {
            U64(bitmapAddress - DataAddress);
        }

        U64(0x9000);
        if (Version >= 10)
        {
            U64(0);
            U64(0);
        }

        U64(Version >= 10 ? 2UL : 1UL);
        if (Version >= 7 && BinaryId.Length > 0)
        {
            U64((ulong)BinaryId.Length);
            _bytes.AddRange(BinaryId);
            Zeros(idPadding);
        }

        Records(DataAddress, countersAddress, bitmapAddress);
        foreach (var counter in Functions.SelectMany(function => function.Counters))
        {
            if (SingleByte)
            {
                _bytes.Add(counter == 0 ? (byte)0xff : (byte)0);
            }
            else
            {
                U64(counter);
            }
        }

        Zeros(counterPadding);
        if (HasBitmaps)
        {
            _bytes.AddRange(Functions.SelectMany(function => function.Bitmap));
            Zeros(Pad(bitmapSize));
        }

        _bytes.AddRange(names);
        Zeros(Pad(names.Length));
        if (ValueData)
        {
            foreach (var _ in Functions)
            {
                Value();
            }
        }

        return [.. _bytes];
    }

    private static int Pad(int size) => (8 - (size & 7)) & 7;

    private void Records(ulong record, ulong counters, ulong bitmap)
    {
        foreach (var function in Functions)
        {
            var start = _bytes.Count;
            U64(NameHash.Compute(Encoding.UTF8.GetBytes(function.Name)));
            U64(function.Hash);
            Pointer(Version >= 8 ? counters - record : counters);
            if (Version >= 11)
            {
                Pointer(0);
            }

            if (HasBitmaps)
            {
                Pointer(bitmap - record);
            }

            Pointer(0);
            Pointer(0);
            U32((uint)function.Counters.Length);
            for (var kind = 0; kind < (Version >= 10 ? 3 : 2); kind++)
            {
                U16((ushort)(ValueData && kind == 0 ? 1 : 0));
            }

            if (Version >= 11)
            {
                U16(0);
            }

            if (HasBitmaps)
            {
                Zeros((4 - (_bytes.Count - start)) & 3);
                U32((uint)function.Bitmap.Length);
            }

            Zeros(Stride - (_bytes.Count - start));
            record += (ulong)Stride;
            counters += (ulong)(function.Counters.Length * CounterSize);
            bitmap += HasBitmaps ? (ulong)function.Bitmap.Length : 0;
        }
    }

    /// <summary>One indirect call site without targets.</summary>
    private void Value()
    {
        U32(24);
        U32(1);
        U32(0);
        U32(1);
        Zeros(8);
    }

    private byte[] Names()
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\u0001', Functions.Select(function => function.Name)));
        var payload = text;
        if (CompressNames)
        {
            using var stream = new MemoryStream();
            using (var zlib = new ZLibStream(stream, CompressionLevel.Optimal))
            {
                zlib.Write(text);
            }

            payload = stream.ToArray();
        }

        text.Length.ShouldBeLessThan(128);
        payload.Length.ShouldBeLessThan(128);
        return [(byte)text.Length, CompressNames ? (byte)payload.Length : (byte)0, .. payload];
    }

    private void Zeros(int count) => _bytes.AddRange(new byte[count]);

    private void Pointer(ulong value)
    {
        if (Is64Bit)
        {
            U64(value);
        }
        else
        {
            U32((uint)value);
        }
    }

    private void U16(ushort value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(bytes);
    }

    private void U32(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(bytes);
    }

    private void U64(ulong value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, BigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);
        _bytes.AddRange(bytes);
    }
}
