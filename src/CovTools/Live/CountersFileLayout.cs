namespace CovTools.Live;

/// <summary>Offsets and sizes of a counters file (docs/shared-counters.md, "The counters file"); all numbers in it are little-endian.</summary>
internal static class CountersFileLayout
{
    public const uint Version = 1;
    public const int HeaderSize = 32;
    public const int EpochOffset = 8;
    public const int FlagsOffset = 12;
    public const int RegionCountOffset = 20;
    public const int NextByteOffset = 24;
    public const int MaximumModules = 4096;
    public const int MaximumRegions = 65536;
    public const int ModuleSize = 1152;
    public const int RegionSize = 64;
    public const int IdOffset = 24;
    public const int IdRoom = 72;
    public const int PathOffset = 96;
    public const int PathRoom = 1024;
    public const long ModulesOffset = 0x10000;
    public const long RegionsOffset = ModulesOffset + ((long)MaximumModules * ModuleSize);
    public const long DataOffset = 0x890000;

    /// <summary>Some process could not move its counters.</summary>
    public const uint FlagLost = 1;

    /// <summary>A reader found entries that make no sense.</summary>
    public const uint FlagDamaged = 2;

    /// <summary>The first four bytes.</summary>
    public static ReadOnlySpan<byte> Magic => "CVSH"u8;
}
