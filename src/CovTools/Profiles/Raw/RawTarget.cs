using CovTools.Objects;

namespace CovTools.Profiles;

/// <summary>What a raw version can hold, 64 bit, little-endian.</summary>
internal sealed class RawTarget
{
    private const ProfileFlags OldFlags = ProfileFlags.IntermediateRepresentation | ProfileFlags.ContextSensitive | ProfileFlags.EntryFirst;
    private const ProfileFlags FlagsSince8 = ProfileFlags.SingleByte | ProfileFlags.FunctionEntryOnly | ProfileFlags.MemoryProfile | ProfileFlags.Temporal;

    public RawTarget(int version)
    {
        Version = version;
        Layout = RawRecordLayout.For(version, is64Bit: true) ?? throw new ArgumentOutOfRangeException(nameof(version));
    }

    public static ByteOrder Order => new(BigEndian: false, Is64Bit: true);

    public int Version { get; }

    public RawRecordLayout Layout { get; }

    /// <summary>The marks that readers of the version know (VARIANT_MASK_* in llvm/ProfileData/InstrProfData.inc of the releases).</summary>
    public ProfileFlags KnownFlags => OldFlags | (Version >= 8 ? FlagsSince8 : 0) | (Version >= 10 ? ProfileFlags.LoopEntries : 0);

    public bool HasBitmaps => Version >= 9;

    public bool HasVirtualTables => Version >= 10;

    /// <summary>Bytes of a counter of the profile when it is written.</summary>
    public int CounterSize(RawProfile profile) => KnownFlags.HasFlag(ProfileFlags.SingleByte) ? profile.CounterSize : sizeof(ulong);

    /// <summary>Counters before those of a function that hold its time stamp, when it is written.</summary>
    public int TimeStampCounters(RawProfile profile) => KnownFlags.HasFlag(ProfileFlags.Temporal) ? profile.Contents.Records.TimeStampCounters : 0;

    /// <summary>Throws when a part of the profile would be lost that the caller did not give up.</summary>
    public void RequireRoom(RawProfile profile, RawWriteOptions options)
    {
        if (options.DropUnsupported)
        {
            return;
        }

        var contents = profile.Contents;
        Require(HasBitmaps || contents.Bitmap.Length == 0, "MC/DC bitmaps");
        Require(HasVirtualTables || (contents.VirtualTables.Length == 0 && contents.VirtualTableNamesSection.Length == 0), "virtual tables");
        Require(profile.Header.UniformCounterCount == 0, "uniform counters");
        var unknown = profile.Flags & ~KnownFlags;
        Require(unknown == 0, $"the kind of instrumentation ({unknown})");

        void Require(bool holds, string what)
        {
            if (!holds)
            {
                throw new UsageException($"Raw profile version {Version} has no place for {what} of this profile (version {profile.Version}). Choose a newer version, or allow to leave it out.");
            }
        }
    }
}
