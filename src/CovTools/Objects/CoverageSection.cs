namespace CovTools.Objects;

/// <summary>Sections that LLVM's instrumentation makes and that reading coverage needs (INSTR_PROF_SECT_ENTRY in llvm/ProfileData/InstrProfData.inc).</summary>
public enum CoverageSection
{
    /// <summary>Headers and file names of the coverage mapping.</summary>
    CoverageMap,

    /// <summary>Function records of mappings of version 4 and later.</summary>
    FunctionRecords,

    /// <summary>Names of functions.</summary>
    Names,

    /// <summary>Names of functions of a binary that profiles are correlated with.</summary>
    CorrelatedNames,
}
