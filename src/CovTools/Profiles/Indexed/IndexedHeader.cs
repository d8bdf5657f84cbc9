namespace CovTools.Profiles;

/// <summary>The head of an indexed profile: version, flags, and where everything else is (IndexedInstrProf::Header in llvm/ProfileData/InstrProf.h).</summary>
internal sealed record IndexedHeader
{
    /// <summary>The first eight bytes of a file, as a number.</summary>
    public const ulong Magic = 0x8169666F72706CFF;

    private const int NewestVersion = 14;
    private const ulong KnownFlags = 0xFF80_0000_0000_0000;

    /// <summary>1 to 14.</summary>
    public required int Version { get; init; }

    public required ProfileFlags Flags { get; init; }

    /// <summary>Offset of the index of the hash table.</summary>
    public required ulong HashOffset { get; init; }

    /// <summary>Size of the header in bytes; the summary follows.</summary>
    public required int Size { get; init; }

    /// <summary>0 before version 9.</summary>
    public required ulong BinaryIdsOffset { get; init; }

    /// <summary>0 when there are none, and before version 10.</summary>
    public required ulong TracesOffset { get; init; }

    /// <summary>0 before version 12.</summary>
    public required ulong VirtualTablesOffset { get; init; }

    /// <summary>The oldest release that writes the version; releases before 13 are not told apart.</summary>
    public LlvmRelease Release => new(Version switch
    {
        <= 7 => 13,
        8 => 15,
        9 => 16,
        10 => 17,
        11 => 18,
        12 => 19,
        13 => 22,
        _ => 23,
    });

    /// <summary>Bytes of the header of a version.</summary>
    public static int SizeOf(int version) => version switch
    {
        <= 7 => 40,
        8 => 48,
        9 => 56,
        <= 11 => 64,
        _ => 72,
    };

    /// <summary>Reads the header.</summary>
    /// <exception cref="MalformedDataException">It is cut off, or of a kind that is not known.</exception>
    public static IndexedHeader Read(IndexedBuffer buffer)
    {
        if (buffer.RequireU64(0, "the magic number") != Magic)
        {
            throw buffer.Malformed(0, "this is no indexed profile (bad magic number)");
        }

        var word = buffer.RequireU64(8, "the version");
        var version = (uint)word;
        var flags = word & ~(ulong)uint.MaxValue;
        if (version is 0 or > NewestVersion)
        {
            throw buffer.Malformed(8, $"indexed profile version {version} is not known (1 to {NewestVersion} are)");
        }

        if ((flags & ~KnownFlags) != 0)
        {
            throw buffer.Malformed(8, $"flags 0x{flags & ~KnownFlags:x} of the version word are not known");
        }

        var size = SizeOf((int)version);
        buffer.Require(0, (ulong)size, buffer.Length, "the header");
        if (buffer.U64(24) is not 0 and var hash)
        {
            throw buffer.Malformed(24, $"hash type {hash} is not known (0, MD5, is)");
        }

        return new IndexedHeader
        {
            Version = (int)version,
            Flags = (ProfileFlags)flags,
            Size = size,
            HashOffset = buffer.U64(32),
            BinaryIdsOffset = version >= 9 ? buffer.U64(48) : 0,
            TracesOffset = version >= 10 ? buffer.U64(56) : 0,
            VirtualTablesOffset = version >= 12 ? buffer.U64(64) : 0,
        };
    }
}
