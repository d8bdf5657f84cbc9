namespace CovTools.Mapping;

/// <summary>What the readers of objects collect.</summary>
internal sealed class LoadedMapping
{
    /// <summary>All source files.</summary>
    public FileTable Files { get; } = new();

    /// <summary>Files of all translation units, one unit after the other.</summary>
    public List<int> UnitFiles { get; } = [];

    /// <summary>Functions, by object, then in the order of their first record.</summary>
    public List<MappedFunction> Functions { get; } = [];

    /// <summary>What could not be read.</summary>
    public List<MappingDiagnostic> Diagnostics { get; } = [];
}
