namespace CovTools.Mapping;

/// <summary>One function of a mapping.</summary>
/// <param name="ObjectIndex">Index of its object, in the order given to <see cref="CoverageMapping.Load"/>.</param>
/// <param name="NameHash">LLVM's hash of its name: the low 64 bits of the MD5 sum.</param>
/// <param name="FunctionHash">The structural hash that a profile's record must have to fit.</param>
public readonly record struct MappedFunction(int ObjectIndex, ulong NameHash, ulong FunctionHash)
{
    /// <summary>Position of its name in the names of its object.</summary>
    internal int Name { get; init; }

    /// <summary>First of the files of its translation unit, in the list of all units' files.</summary>
    internal int UnitFilesStart { get; init; }

    /// <summary>Number of files of its translation unit.</summary>
    internal int UnitFilesCount { get; init; }

    /// <summary>First byte of the mapping in its section.</summary>
    internal int MappingStart { get; init; }

    /// <summary>Length of the mapping in bytes.</summary>
    internal int MappingLength { get; init; }
}
