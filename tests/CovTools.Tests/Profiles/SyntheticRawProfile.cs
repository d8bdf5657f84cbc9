using System.IO.Compression;
using System.Text;
using CovTools.Objects;

namespace CovTools.Tests.Profiles;

/// <summary>Builds raw profiles of any version, pointer width and byte order, as a runtime of that kind would write them.</summary>
internal sealed partial record SyntheticRawProfile
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

    /// <summary>Gives every function the <see cref="SampleValues"/>.</summary>
    public bool ValueData { get; init; }

    /// <summary>Time stamps of the functions: the profile is temporal.</summary>
    public IReadOnlyList<ulong>? Stamps { get; init; }

    /// <summary>Virtual tables, by name and address; 32 bytes each.</summary>
    public IReadOnlyList<(string Name, ulong Address)> VirtualTables { get; init; } = [];

    /// <summary>Stands in for the names of the functions.</summary>
    public byte[]? NamesSection { get; init; }

    /// <summary>Flags of the version word beside those that the other properties set.</summary>
    public ulong Flags { get; init; }

    /// <summary>Values by kind and site, as the process saw them: the second function and another one, sizes, the middle of the first virtual table.</summary>
    public (ulong Value, ulong Count)[][][] SampleValues
    {
        get
        {
            (ulong Value, ulong Count)[][] calls = [[(FunctionAddress(1), 5), (0x7777, 2)], []];
            (ulong Value, ulong Count)[][] sizes = [[(8, 3), (513, 1), (0, 9)]];
            (ulong Value, ulong Count)[][] tables = [[(0x8008, 4), (0x8020, 1)]];
            return Version >= 10 ? [calls, sizes, tables] : [calls, sizes];
        }
    }

    private int CounterSize => SingleByte ? 1 : 8;

    private int StampCounters => Stamps is null ? 0 : 8 / CounterSize;

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
        var counterCount = Functions.Sum(function => function.Counters.Length + StampCounters);
        var bitmapSize = HasBitmaps ? Functions.Sum(function => function.Bitmap.Length) : 0;
        var bitmapAddress = countersAddress + (ulong)(counterCount * CounterSize);
        var names = NamesSection ?? Names(Functions.Select(function => function.Name));
        var tableNames = VirtualTables.Count == 0 ? [] : Names(VirtualTables.Select(table => table.Name));
        var counterPadding = SingleByte && Version >= 9 ? Pad(counterCount) : 0;
        var idPadding = Version >= 8 ? Pad(BinaryId.Length) : 0;

        U64(Is64Bit ? 0xFF6C70726F667281 : 0xFF6C70726F665281);
        U64((uint)Version | (SingleByte ? 1UL << 60 : 0) | (ValueData ? 1UL << 56 : 0) | (Stamps is null ? 0 : 1UL << 63) | Flags);
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
            U64((ulong)VirtualTables.Count);
            U64((ulong)tableNames.Length);
        }

        U64(Version >= 10 ? 2UL : 1UL);
        if (Version >= 7 && BinaryId.Length > 0)
        {
            U64((ulong)BinaryId.Length);
            _bytes.AddRange(BinaryId);
            Zeros(idPadding);
        }

        Records(DataAddress, countersAddress, bitmapAddress);
        for (var i = 0; i < Functions.Count; i++)
        {
            if (Stamps is not null)
            {
                U64(Stamps[i]);
            }

            Counters(Functions[i].Counters);
        }

        Zeros(counterPadding);
        if (HasBitmaps)
        {
            _bytes.AddRange(Functions.SelectMany(function => function.Bitmap));
            Zeros(Pad(bitmapSize));
        }

        _bytes.AddRange(names);
        Zeros(Pad(names.Length));
        foreach (var (name, address) in VirtualTables)
        {
            U64(NameHash.Compute(Encoding.UTF8.GetBytes(name)));
            Pointer(address);
            U32(32);
            Zeros(Is64Bit ? 4 : 0);
        }

        _bytes.AddRange(tableNames);
        Zeros(Pad(tableNames.Length));
        if (ValueData)
        {
            foreach (var _ in Functions)
            {
                Values();
            }
        }

        return [.. _bytes];
    }

    /// <summary>Where a function was in the process.</summary>
    public static ulong FunctionAddress(int function) => 0x40_0000 + (16 * (ulong)function);

    private void Records(ulong record, ulong counters, ulong bitmap)
    {
        var index = 0;
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

            Pointer(FunctionAddress(index++));
            Pointer(0);
            U32((uint)(function.Counters.Length + StampCounters));
            for (var kind = 0; kind < (Version >= 10 ? 3 : 2); kind++)
            {
                U16((ushort)(ValueData ? SampleValues[kind].Length : 0));
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
            counters += (ulong)((function.Counters.Length + StampCounters) * CounterSize);
            bitmap += HasBitmaps ? (ulong)function.Bitmap.Length : 0;
        }
    }

    private void Counters(ulong[] counters)
    {
        foreach (var counter in counters)
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
    }

    private void Values()
    {
        var values = SampleValues;
        U32((uint)(8 + values.Sum(sites => 8 + sites.Length + Pad(sites.Length) + (16 * sites.Sum(site => site.Length)))));
        U32((uint)values.Length);
        for (var kind = 0; kind < values.Length; kind++)
        {
            U32((uint)kind);
            U32((uint)values[kind].Length);
            _bytes.AddRange(values[kind].Select(site => (byte)site.Length));
            Zeros(Pad(values[kind].Length));
            foreach (var (value, count) in values[kind].SelectMany(site => site))
            {
                U64(value);
                U64(count);
            }
        }
    }

    private byte[] Names(IEnumerable<string> names)
    {
        var text = Encoding.UTF8.GetBytes(string.Join('\u0001', names));
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
}
