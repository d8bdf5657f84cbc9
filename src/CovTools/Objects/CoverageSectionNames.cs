namespace CovTools.Objects;

/// <summary>What the coverage sections are called (llvm/ProfileData/InstrProfData.inc, INSTR_PROF_COVMAP_COMMON and its neighbours).</summary>
internal static class CoverageSectionNames
{
    /// <summary>The name in ELF files and, without its segment, in Mach-O files.</summary>
    public static string Common(CoverageSection section) => section switch
    {
        CoverageSection.CoverageMap => "__llvm_covmap",
        CoverageSection.FunctionRecords => "__llvm_covfun",
        CoverageSection.Names => "__llvm_prf_names",
        CoverageSection.CorrelatedNames => "__llvm_covnames",
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
    };

    /// <summary>The name in COFF files: in objects a <c>$</c> and a letter follow, by which the linker sorts the parts.</summary>
    public static string Coff(CoverageSection section) => section switch
    {
        CoverageSection.CoverageMap => ".lcovmap",
        CoverageSection.FunctionRecords => ".lcovfun",
        CoverageSection.Names => ".lprfn",
        CoverageSection.CorrelatedNames => ".lcovn",
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, null),
    };
}
