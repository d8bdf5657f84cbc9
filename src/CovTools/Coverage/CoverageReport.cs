using CovTools.Mapping;
using CovTools.Profiles;

namespace CovTools.Coverage;

/// <summary>
/// A mapping with the counts of a profile (CoverageMapping of LLVM). Views are computed when they are asked for, so that memory depends on the largest view, not on the
/// number of functions. Immutable and safe for concurrent use.
/// </summary>
public sealed class CoverageReport
{
    /// <summary>Files that have a part in a function and that the options report, sorted by the bytes of their paths.</summary>
    public IReadOnlyList<string> Files { get; } = [];

    /// <summary>The numbers of <see cref="Files"/> and their totals.</summary>
    public CoverageSummary Summary { get; } = null!;

    /// <summary>Functions that were left out, in the order of the mapping.</summary>
    public IReadOnlyList<CoverageMismatch> Mismatches { get; } = [];

    /// <summary>Combines <paramref name="mapping"/> with <paramref name="profile"/>.</summary>
    public static CoverageReport Create(CoverageMapping mapping, ICounterSource profile, CoverageOptions? options = null, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>What is covered in a file, over all functions that have a part in it (CoverageMapping::getCoverageForFile).</summary>
    /// <param name="file">Index into <see cref="Files"/>.</param>
    public CoverageData CoverageOfFile(int file) => throw new NotImplementedException();

    /// <summary>What is covered in the main file of a function (CoverageMapping::getCoverageForFunction).</summary>
    public CoverageData CoverageOfFunction(FunctionCoverage function) => throw new NotImplementedException();

    /// <summary>What is covered in an expansion (CoverageMapping::getCoverageForExpansion).</summary>
    public CoverageData CoverageOfExpansion(ExpansionCoverage expansion) => throw new NotImplementedException();

    /// <summary>The lines of a view, from the first segment's to the last one's (getLineCoverageStats).</summary>
    public IEnumerable<LineCoverage> Lines(CoverageData view) => throw new NotImplementedException();

    /// <summary>All functions in load order, whatever files are reported; each is computed when it is reached.</summary>
    public IEnumerable<FunctionCoverage> Functions() => throw new NotImplementedException();

    /// <summary>Functions whose first file is <paramref name="file"/>, in load order (CoverageMapping::getCoveredFunctions).</summary>
    /// <param name="file">Index into <see cref="Files"/>.</param>
    public IEnumerable<FunctionCoverage> FunctionsOfFile(int file) => throw new NotImplementedException();

    /// <summary>Functions defined in a file, by where they start (CoverageMapping::getInstantiationGroups).</summary>
    /// <param name="file">Index into <see cref="Files"/>.</param>
    public IReadOnlyList<FunctionGroup> InstantiationGroups(int file) => throw new NotImplementedException();
}
