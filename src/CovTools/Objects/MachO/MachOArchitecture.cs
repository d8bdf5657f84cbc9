namespace CovTools.Objects;

/// <summary>Names of the processors of Mach-O files (mach/machine.h; MachOObjectFile::getArchTriple of LLVM).</summary>
internal static class MachOArchitecture
{
    private const uint Wide = 0x01000000;
    private const uint WideWith32BitPointers = 0x02000000;
    private const uint X86 = 7;
    private const uint Arm = 12;
    private const uint PowerPC = 18;

    /// <summary>The name that <c>lipo</c> and <c>-arch</c> use.</summary>
    public static string Flag(uint cpuType, uint cpuSubtype) => (cpuType, cpuSubtype) switch
    {
        (X86, _) => "i386",
        (X86 | Wide, 8) => "x86_64h",
        (X86 | Wide, _) => "x86_64",
        (Arm, 5) => "armv4t",
        (Arm, 6) => "armv6",
        (Arm, 7) => "armv5e",
        (Arm, 8) => "xscale",
        (Arm, 9) => "armv7",
        (Arm, 11) => "armv7s",
        (Arm, 12) => "armv7k",
        (Arm, 14) => "armv6m",
        (Arm, 15) => "armv7m",
        (Arm, 16) => "armv7em",
        (Arm | Wide, 2) => "arm64e",
        (Arm | Wide, _) => "arm64",
        (Arm | WideWith32BitPointers, _) => "arm64_32",
        (PowerPC, _) => "ppc",
        (PowerPC | Wide, _) => "ppc64",
        _ => "unknown",
    };

    /// <summary>The processor as target triples spell it.</summary>
    public static string Triple(uint cpuType) => cpuType switch
    {
        X86 => "i386",
        X86 | Wide => "x86_64",
        Arm => "arm",
        Arm | Wide => "aarch64",
        Arm | WideWith32BitPointers => "aarch64_32",
        PowerPC => "powerpc",
        PowerPC | Wide => "powerpc64",
        _ => "unknown",
    };
}
