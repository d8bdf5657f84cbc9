namespace CovTools.Objects;

/// <summary>Names of processors that mean the same (parseArch in llvm/lib/TargetParser/Triple.cpp).</summary>
internal static class ObjectArchitecture
{
    /// <summary>Whether an object for <paramref name="architecture"/> is one for what the user calls <paramref name="wanted"/>.</summary>
    public static bool IsMatch(string architecture, string wanted) => Canonical(wanted) == Canonical(architecture);

    private static string Canonical(string name) => name switch
    {
        "i486" or "i586" or "i686" or "i786" or "i886" or "i986" => "i386",
        "amd64" or "x86_64h" => "x86_64",
        "arm64" or "arm64e" or "arm64ec" => "aarch64",
        "arm64_32" => "aarch64_32",
        "ppc" or "ppc32" => "powerpc",
        "ppc64" or "ppu" => "powerpc64",
        "ppc64le" => "powerpc64le",
        "systemz" => "s390x",
        "sparc64" => "sparcv9",
        _ when name.StartsWith("armv", StringComparison.Ordinal) || name == "xscale" => "arm",
        _ when name.StartsWith("thumbv", StringComparison.Ordinal) => "thumb",
        _ => name,
    };
}
