using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>A part of a source with its coverage, and what is shown below its lines (SourceCoverageView).</summary>
/// <param name="Name">The file, or the function.</param>
/// <param name="Text">The whole source file.</param>
/// <param name="Data">The coverage.</param>
internal sealed record SourceView(string Name, ReadOnlyMemory<byte> Text, CoverageData Data)
{
    /// <summary>Expansions by where they start.</summary>
    public IReadOnlyList<ExpansionCoverage> Expansions { get; init; } = [];

    /// <summary>Instantiations by the line they are shown below.</summary>
    public IReadOnlyList<(uint Line, FunctionCoverage Function)> Instantiations { get; init; } = [];

    /// <summary>Conditions that follow one another on a line, by that line.</summary>
    public IReadOnlyList<LineGroup<CountedBranch>> Branches { get; init; } = [];

    /// <summary>Decisions that follow one another and end on one line, by that line.</summary>
    public IReadOnlyList<LineGroup<McdcRecord>> Decisions { get; init; } = [];
}
