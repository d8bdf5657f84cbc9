namespace CovTools.Profiles;

/// <summary>The parts of a raw profile before they are written: header, binary ids, function records and virtual tables in the layout of the target.</summary>
internal sealed class RawBody
{
    private const int LongestHeader = 16;

    /// <summary>Where the sections pretend to have been. Only differences matter.</summary>
    private const ulong DataAddress = 0x10_0000;

    private readonly RawProfile _profile;
    private readonly RawTarget _target;
    private readonly ulong _countersAddress;
    private readonly ulong _bitmapAddress;

    public RawBody(RawProfile profile, RawTarget target)
    {
        _profile = profile;
        _target = target;
        BinaryIds = EncodeBinaryIds();
        Bitmap = target.HasBitmaps ? profile.Bitmap : default;
        VirtualTables = target.HasVirtualTables ? EncodeVirtualTables() : [];
        VirtualTableNames = target.HasVirtualTables ? profile.Contents.VirtualTableNamesSection : [];
        CounterSize = target.CounterSize(profile);
        _countersAddress = DataAddress + ((ulong)profile.Functions.Count * (ulong)target.Layout.Stride);
        _bitmapAddress = _countersAddress + ((ulong)profile.Counters.Length * (ulong)CounterSize);
    }

    public byte[] BinaryIds { get; }

    public ReadOnlyMemory<byte> Bitmap { get; }

    public byte[] VirtualTables { get; }

    public byte[] VirtualTableNames { get; }

    /// <summary>Makes up for binary ids of version 7, which are not padded: LLVM 13 does not read a second profile that starts at an odd place.</summary>
    public int PaddingBeforeCounters => Padding(BinaryIds.Length);

    private int CounterSize { get; }

    /// <summary>Bytes up to the next multiple of 8.</summary>
    public static int Padding(int size) => (8 - (size & 7)) & 7;

    public byte[] Header()
    {
        var bytes = new byte[LongestHeader * sizeof(ulong)];
        var words = 0;
        Add(RawProfileHeader.Magic64);
        Add((uint)_target.Version | (ulong)(_profile.Flags & _target.KnownFlags));
        Add((ulong)BinaryIds.Length);
        Add((ulong)_profile.Functions.Count);
        Add((ulong)PaddingBeforeCounters);
        Add((ulong)_profile.Counters.Length);
        Add(CounterSize == 1 ? (ulong)Padding(_profile.Counters.Length) : 0);
        if (_target.HasBitmaps)
        {
            Add((ulong)Bitmap.Length);
            Add((ulong)Padding(Bitmap.Length));
        }

        Add((ulong)_profile.NamesSection.Length);
        Add(_countersAddress - Base);
        if (_target.HasBitmaps)
        {
            Add(_bitmapAddress - Base);
        }

        Add(_bitmapAddress + (ulong)Bitmap.Length); // of the names
        if (_target.HasVirtualTables)
        {
            Add((ulong)(VirtualTables.Length / RawVirtualTable.Size(RawTarget.Order)));
            Add((ulong)VirtualTableNames.Length);
        }

        Add((ulong)_target.Layout.ValueKinds - 1);
        return bytes[..(words * sizeof(ulong))];

        void Add(ulong word) => RawTarget.Order.PutU64(bytes, words++ * sizeof(ulong), word);
    }

    /// <summary>The function records.</summary>
    /// <param name="siteCounts">Value sites of every record by kind.</param>
    public byte[] Records(ushort[] siteCounts)
    {
        var layout = _target.Layout;
        var stamp = _target.TimeStampCounters(_profile);
        var bytes = new byte[checked(_profile.Functions.Count * layout.Stride)];
        for (var i = 0; i < _profile.Functions.Count; i++)
        {
            var function = _profile.Functions[i];
            var record = bytes.AsSpan(i * layout.Stride, layout.Stride);
            var shift = layout.IsRelative ? DataAddress + ((ulong)i * (ulong)layout.Stride) : 0;
            var order = RawTarget.Order;
            order.PutU64(record, 0, function.NameHash);
            order.PutU64(record, RawRecordLayout.FunctionHash, function.FunctionHash);
            order.PutPointer(record, RawRecordLayout.CounterPointer, unchecked(_countersAddress + ((ulong)(function.FirstCounter - stamp) * (ulong)CounterSize) - shift));
            order.PutU32(record, layout.CounterCount, (uint)(function.CounterCount + stamp));
            order.PutPointer(record, layout.FunctionPointer(order), _profile.Contents.Records.Read(i).FunctionPointer);
            for (var kind = 0; kind < layout.ValueKinds; kind++)
            {
                order.PutU16(record, layout.ValueSites + (2 * kind), siteCounts[(i * layout.ValueKinds) + kind]);
            }

            if (_target.HasBitmaps && function.BitmapSize > 0)
            {
                order.PutPointer(record, layout.BitmapPointer, unchecked(_bitmapAddress + (ulong)function.FirstBitmapByte - shift));
                order.PutU32(record, layout.BitmapSize, (uint)function.BitmapSize);
            }
        }

        return bytes;
    }

    private byte[] EncodeBinaryIds()
    {
        var bytes = new List<byte>();
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        foreach (var id in _profile.BinaryIds)
        {
            RawTarget.Order.PutU64(length, 0, (ulong)id.Length / 2);
            bytes.AddRange(length);
            bytes.AddRange(Convert.FromHexString(id));
            bytes.AddRange(new byte[_target.Version >= 8 ? Padding(id.Length / 2) : 0]);
        }

        return [.. bytes];
    }

    /// <summary>What pointers and distances are relative to.</summary>
    private ulong Base => _target.Layout.IsRelative ? DataAddress : 0;

    private byte[] EncodeVirtualTables()
    {
        var order = RawTarget.Order;
        var size = RawVirtualTable.Size(order);
        var tables = _profile.Contents.VirtualTables;
        var bytes = new byte[checked(tables.Length * size)];
        for (var i = 0; i < tables.Length; i++)
        {
            order.PutU64(bytes, i * size, tables[i].NameHash);
            order.PutU64(bytes, (i * size) + 8, tables[i].Address);
            order.PutU32(bytes, (i * size) + 16, tables[i].Length);
        }

        return bytes;
    }
}
