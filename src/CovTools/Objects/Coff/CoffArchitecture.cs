namespace CovTools.Objects;

/// <summary>Names of the processors of COFF files (IMAGE_FILE_MACHINE_* of "PE Format").</summary>
internal static class CoffArchitecture
{
    private const ushort I386 = 0x14c;
    private const ushort Arm = 0x1c0;
    private const ushort Thumb = 0x1c4;
    private const ushort Amd64 = 0x8664;
    private const ushort Arm64 = 0xaa64;
    private const ushort Arm64EC = 0xa641;
    private const ushort Arm64X = 0xa64e;

    public static bool IsKnown(ushort machine) => Triple(machine) != "unknown";

    public static bool Is64Bit(ushort machine) => machine is Amd64 or Arm64 or Arm64EC or Arm64X;

    /// <summary>The processor as target triples spell it.</summary>
    public static string Triple(ushort machine) => machine switch
    {
        I386 => "i386",
        Arm => "arm",
        Thumb => "thumb",
        Amd64 => "x86_64",
        Arm64 or Arm64EC or Arm64X => "aarch64",
        _ => "unknown",
    };
}
