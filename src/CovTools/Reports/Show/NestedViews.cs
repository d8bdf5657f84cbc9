using CovTools.Coverage;

namespace CovTools.Reports;

/// <summary>
/// What is shown below the lines of a view, taken line by line. As in llvm-cov, something that belongs to a line that was passed already stays where it is and holds up what
/// comes after it. Views of expansions are made one ahead, so that a file with many of them needs no memory for all.
/// </summary>
internal sealed class NestedViews(SourceView view, SourceViews views)
{
    private int _expansion = -1;
    private int _instantiation;
    private int _branches;
    private int _decisions;
    private SourceView? _nextExpansion;

    /// <summary>The source of the outer view.</summary>
    public ReadOnlyMemory<byte> Text => view.Text;

    /// <summary>Where the next expansion starts if it is on this line; otherwise 0.</summary>
    public uint ExpansionColumnAt(uint line)
    {
        FindExpansion();
        return _nextExpansion is not null && view.Expansions[_expansion].Region.StartLine == line ? view.Expansions[_expansion].Region.StartColumn : 0;
    }

    /// <summary>The next expansion if it is on this line.</summary>
    public SourceView? TakeExpansion(uint line, out uint column)
    {
        column = ExpansionColumnAt(line);
        if (_nextExpansion is null || view.Expansions[_expansion].Region.StartLine != line)
        {
            return null;
        }

        var taken = _nextExpansion;
        _nextExpansion = null;
        return taken;
    }

    /// <summary>The next instantiation if it is shown below this line.</summary>
    public FunctionCoverage? TakeInstantiation(uint line) =>
        _instantiation < view.Instantiations.Count && view.Instantiations[_instantiation].Line == line ? view.Instantiations[_instantiation++].Function : null;

    /// <summary>The next conditions if they are on this line.</summary>
    public IReadOnlyList<CountedBranch>? TakeBranches(uint line) => Take(view.Branches, ref _branches, line);

    /// <summary>The next decisions if they end on this line.</summary>
    public IReadOnlyList<McdcRecord>? TakeDecisions(uint line) => Take(view.Decisions, ref _decisions, line);

    private static IReadOnlyList<T>? Take<T>(IReadOnlyList<LineGroup<T>> groups, ref int next, uint line) => next < groups.Count && groups[next].Line == line ? groups[next++].Items : null;

    private void FindExpansion()
    {
        while (_nextExpansion is null && _expansion + 1 < view.Expansions.Count)
        {
            _nextExpansion = views.OfExpansion(view.Expansions[++_expansion]);
        }
    }
}
