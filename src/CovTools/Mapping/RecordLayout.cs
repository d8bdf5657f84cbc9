using CovTools.Objects;

namespace CovTools.Mapping;

/// <summary>Layout of function records by version of the mapping (InstrProfData.inc, COVMAP_FUNC_RECORD). Records are packed.</summary>
/// <param name="Version">Version of the mapping, from 1.</param>
/// <param name="Order">Byte order and width of addresses.</param>
internal readonly record struct RecordLayout(int Version, ByteOrder Order)
{
    /// <summary>First version whose records lie in a section of their own.</summary>
    public const int SeparateRecordsVersion = 4;

    /// <summary>Newest version.</summary>
    public const int NewestVersion = 7;

    private int NameSize => Version == 1 ? Order.PointerSize + 4 : 8;

    /// <summary>Length of a record without its mapping, bytes.</summary>
    public int Size => NameSize + 12 + (Version >= SeparateRecordsVersion ? 8 : 0);

    /// <summary>Version 1: address and length of the name.</summary>
    public (ulong Address, uint Length) NameReference(ReadOnlySpan<byte> record) => (Order.Pointer(record, 0), Order.U32(record, Order.PointerSize));

    /// <summary>Version 2 and later: hash of the name.</summary>
    public ulong NameHash(ReadOnlySpan<byte> record) => Order.U64(record, 0);

    /// <summary>Length of the mapping, bytes.</summary>
    public uint MappingSize(ReadOnlySpan<byte> record) => Order.U32(record, NameSize);

    public ulong FunctionHash(ReadOnlySpan<byte> record) => Order.U64(record, NameSize + 4);

    /// <summary>Version 4 and later: key of the translation unit's files.</summary>
    public ulong FilesKey(ReadOnlySpan<byte> record) => Order.U64(record, NameSize + 12);
}
