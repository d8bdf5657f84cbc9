namespace CovTools.Mapping;

/// <summary>The sections of one object file that hold its coverage mapping. The bytes are read where they are and must not change.</summary>
public sealed class MappingSections
{
    /// <summary>Describes the object called <paramref name="name"/>.</summary>
    /// <param name="name">The object as the user knows it, for messages.</param>
    /// <param name="coverageMap">Bytes of <c>__llvm_covmap</c>.</param>
    /// <param name="functionRecords">Bytes of <c>__llvm_covfun</c>; empty for mappings before version 4. Several sections are joined, each padded to a multiple of 8.</param>
    /// <param name="names">Bytes of <c>__llvm_prf_names</c> (or <c>__llvm_covnames</c>).</param>
    public MappingSections(string name, byte[] coverageMap, byte[] functionRecords, byte[] names)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(coverageMap);
        ArgumentNullException.ThrowIfNull(functionRecords);
        ArgumentNullException.ThrowIfNull(names);
        Name = name;
        CoverageMap = coverageMap;
        FunctionRecords = functionRecords;
        Names = names;
    }

    /// <summary>The object as the user knows it.</summary>
    public string Name { get; }

    /// <summary>Bytes of <c>__llvm_covmap</c>.</summary>
    public byte[] CoverageMap { get; }

    /// <summary>Bytes of <c>__llvm_covfun</c>.</summary>
    public byte[] FunctionRecords { get; }

    /// <summary>Bytes of the names section.</summary>
    public byte[] Names { get; }

    /// <summary>Link-time address of the names section; needed for mappings of version 1 only.</summary>
    public ulong NamesAddress { get; init; }

    /// <summary>The object stores the most significant byte first.</summary>
    public bool IsBigEndian { get; init; }

    /// <summary>Addresses have 8 bytes; otherwise 4. Matters for mappings of version 1 only.</summary>
    public bool Is64Bit { get; init; } = true;

    /// <summary>What relative paths are relative to (version 6 and later), instead of the directory that the compiler ran in.</summary>
    public string CompilationDirectory { get; init; } = string.Empty;
}
