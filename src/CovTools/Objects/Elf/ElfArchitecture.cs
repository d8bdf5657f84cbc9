namespace CovTools.Objects;

/// <summary>Names of the processors of ELF files (e_machine of the System V gABI; ELFObjectFile::getArch of LLVM).</summary>
internal static class ElfArchitecture
{
    /// <summary>The processor as target triples spell it.</summary>
    public static string Triple(int machine, ByteOrder order) => machine switch
    {
        2 => "sparc",
        3 or 6 => "i386",
        4 => "m68k",
        8 => (order.Is64Bit, order.BigEndian) switch
        {
            (true, true) => "mips64",
            (true, false) => "mips64el",
            (false, true) => "mips",
            (false, false) => "mipsel",
        },
        20 => order.BigEndian ? "powerpc" : "powerpcle",
        21 => order.BigEndian ? "powerpc64" : "powerpc64le",
        22 => "s390x",
        40 => order.BigEndian ? "armeb" : "arm",
        43 => "sparcv9",
        62 => "x86_64",
        164 => "hexagon",
        183 => order.BigEndian ? "aarch64_be" : "aarch64",
        243 => order.Is64Bit ? "riscv64" : "riscv32",
        247 => order.BigEndian ? "bpfeb" : "bpfel",
        258 => order.Is64Bit ? "loongarch64" : "loongarch32",
        _ => "unknown",
    };

    /// <summary>e_machine of the processors that other formats have; 0 for others.</summary>
    public static int Machine(string triple) => triple switch
    {
        "i386" => 3,
        "powerpc" => 20,
        "powerpc64" => 21,
        "arm" or "thumb" => 40,
        "x86_64" => 62,
        "aarch64" or "aarch64_32" => 183,
        _ => 0,
    };
}
