using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// Where the fields of a function record (__llvm_prf_data) lie, by raw version and pointer width (INSTR_PROF_DATA in
/// llvm/ProfileData/InstrProfData.inc of each release). All offsets in bytes from the start of the record.
/// </summary>
/// <param name="Version">Raw version: 5, 7 to 11.</param>
/// <param name="Stride">Size of a record; always a multiple of 8.</param>
/// <param name="BitmapPointer">-1 when the version has no bitmaps.</param>
/// <param name="CounterCount">u32.</param>
/// <param name="ValueSites">u16 for each kind.</param>
/// <param name="ValueKinds">Number of value kinds.</param>
/// <param name="BitmapSize">u32; -1 when the version has no bitmaps.</param>
internal readonly record struct RawRecordLayout(int Version, int Stride, int BitmapPointer, int CounterCount, int ValueSites, int ValueKinds, int BitmapSize)
{
    /// <summary>Offset of the u64 function hash; the name hash is at 0.</summary>
    public const int FunctionHash = 8;

    /// <summary>Offset of the counter pointer.</summary>
    public const int CounterPointer = 16;

    /// <summary>Counter pointers are relative to their record.</summary>
    public bool IsRelative => Version >= 8;

    /// <summary>The layout of a version, or null when there is none.</summary>
    public static RawRecordLayout? For(int version, bool is64Bit) => (version, is64Bit) switch
    {
        (5 or 7 or 8, true) => new(version, 48, -1, 40, 44, 2, -1),
        (5 or 7 or 8, false) => new(version, 40, -1, 28, 32, 2, -1),
        (9, true) => new(version, 64, 24, 48, 52, 2, 56),
        (9, false) => new(version, 48, 20, 32, 36, 2, 40),
        (10, true) => new(version, 64, 24, 48, 52, 3, 60),
        (10, false) => new(version, 48, 20, 32, 36, 3, 44),
        (11, true) => new(version, 72, 32, 56, 60, 3, 68),
        (11, false) => new(version, 56, 24, 36, 40, 3, 48),
        _ => null,
    };

    /// <summary>Offset of the address of the function; a pointer to its value nodes and the number of counters follow it.</summary>
    public int FunctionPointer(ByteOrder order) => CounterCount - (2 * order.PointerSize);

    /// <summary>Decodes the record at the start of <paramref name="bytes"/>.</summary>
    public RawRecord Read(ReadOnlySpan<byte> bytes, ByteOrder order)
    {
        var hasSites = false;
        for (var kind = 0; kind < ValueKinds; kind++)
        {
            hasSites |= order.U16(bytes, ValueSites + (kind * 2)) != 0;
        }

        return new RawRecord(
            order.U64(bytes, 0),
            order.U64(bytes, FunctionHash),
            order.Pointer(bytes, CounterPointer),
            order.U32(bytes, CounterCount),
            BitmapPointer < 0 ? 0 : order.Pointer(bytes, BitmapPointer),
            BitmapSize < 0 ? 0 : order.U32(bytes, BitmapSize),
            order.Pointer(bytes, FunctionPointer(order)),
            hasSites);
    }
}
