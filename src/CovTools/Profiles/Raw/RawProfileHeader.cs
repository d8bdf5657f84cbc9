using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>
/// The header of a raw profile (INSTR_PROF_RAW_HEADER in llvm/ProfileData/InstrProfData.inc). Sizes in bytes unless they are called counts; all still unchecked.
/// </summary>
internal sealed record RawProfileHeader
{
    /// <summary>Bytes that decide width, byte order and version.</summary>
    public const int PrefixSize = 16;

    /// <summary>First word of a profile of a 64-bit program.</summary>
    public const ulong Magic64 = 0xFF6C70726F667281;

    private const ulong Magic32 = 0xFF6C70726F665281;
    private const int MaximumWords = 19;

    public required ulong Magic { get; init; }

    public required ByteOrder Order { get; init; }

    public required RawRecordLayout Layout { get; init; }

    public required ProfileFlags Flags { get; init; }

    public int HeaderSize { get; init; }

    public ulong BinaryIdsSize { get; private set; }

    public ulong RecordCount { get; private set; }

    public ulong PaddingBeforeCounters { get; private set; }

    public ulong CounterCount { get; private set; }

    public ulong PaddingAfterCounters { get; private set; }

    public ulong BitmapSize { get; private set; }

    public ulong PaddingAfterBitmap { get; private set; }

    public ulong UniformCounterCount { get; private set; }

    public ulong PaddingAfterUniform { get; private set; }

    public ulong NamesSize { get; private set; }

    public ulong CountersDelta { get; private set; }

    public ulong BitmapDelta { get; private set; }

    public ulong VirtualTableCount { get; private set; }

    public ulong VirtualTableNamesSize { get; private set; }

    /// <summary>The runtime had neither records nor names in memory: they are in the binary (__llvm_profile_write_file omits both and their addresses).</summary>
    public bool NeedsCorrelation => RecordCount == 0 && NamesSize == 0 && CounterCount > 0;

    /// <summary>Bytes of a counter.</summary>
    public int CounterSize => Flags.HasFlag(ProfileFlags.SingleByte) ? 1 : 8;

    /// <summary>Whether the bytes are a raw profile's, and in which width and byte order.</summary>
    public static bool TryReadMagic(ReadOnlySpan<byte> prefix, out ulong magic, out ByteOrder order)
    {
        foreach (var bigEndian in (ReadOnlySpan<bool>)[false, true])
        {
            magic = new ByteOrder(bigEndian, true).U64(prefix, 0);
            if (magic is Magic64 or Magic32)
            {
                order = new ByteOrder(bigEndian, magic == Magic64);
                return true;
            }
        }

        (magic, order) = (0, default);
        return false;
    }

    /// <summary>Reads the header at <paramref name="offset"/>.</summary>
    public static RawProfileHeader Read(IByteSource source, ulong offset)
    {
        var prefix = source.ReadBytes(offset, PrefixSize, "the header of a raw profile");
        if (!TryReadMagic(prefix, out var magic, out var order))
        {
            throw new MalformedDataException(source.Name, (long)offset, "this is not a raw profile");
        }

        var word = order.U64(prefix, 8);
        var version = (uint)word;
        if (version > 11 || RawRecordLayout.For((int)version, order.Is64Bit) is not { } layout)
        {
            throw new MalformedDataException(source.Name, (long)offset + 8, $"raw profile version {version} is not known");
        }

        // Releases up to 16 have 56 version bits; the upper 24 of them were never used.
        var flags = (ProfileFlags)(word & ~0xffff_ffffUL);
        if (flags.HasFlag(ProfileFlags.DebugCorrelation))
        {
            throw new MalformedDataException(source.Name, (long)offset + 8, CorrelationReasons.DebugInformation);
        }

        var words = Words(version);
        var bytes = source.ReadBytes(offset, (ulong)words * 8, "the header of a raw profile");
        var header = new RawProfileHeader { Magic = magic, Order = order, Layout = layout, Flags = flags, HeaderSize = words * 8 };
        header.ReadFields(bytes, (int)version);
        return header;
    }

    private static int Words(uint version) => version switch
    {
        5 => 10,
        <= 8 => 11,
        9 => 14,
        10 => 16,
        _ => MaximumWords,
    };

    private void ReadFields(byte[] bytes, int version)
    {
        var index = 2;
        BinaryIdsSize = version >= 7 ? Next() : 0;
        RecordCount = Next();
        PaddingBeforeCounters = Next();
        CounterCount = Next();
        PaddingAfterCounters = Next();
        if (version >= 9)
        {
            BitmapSize = Next();
            PaddingAfterBitmap = Next();
        }

        if (version >= 11)
        {
            UniformCounterCount = Next();
            PaddingAfterUniform = Next();
            Next(); // uniform counters delta
        }

        NamesSize = Next();
        CountersDelta = Next();
        BitmapDelta = version >= 9 ? Next() : 0;
        Next(); // names delta
        if (version >= 10)
        {
            VirtualTableCount = Next();
            VirtualTableNamesSize = Next();
        }

        ulong Next() => Order.U64(bytes, index++ * 8);
    }
}
